// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "casus/casus.h"

int main() { std::printf("casus %s\n", casus::version()); }
