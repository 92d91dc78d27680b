// SPDX-License-Identifier: Apache-2.0
// Ctrl-C and a polite kill: the first asks to finish what is in flight, the second ends at once.
#pragma once

namespace casus {

// From here on SIGINT and SIGTERM only set the flag, once, and reach no thread that is started before `deliver`.
void hold_interrupts();
// They reach the calling thread again, so that its waiting for input ends.
void deliver_interrupts();
bool is_interrupted();

}  // namespace casus
