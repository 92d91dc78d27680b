// SPDX-License-Identifier: Apache-2.0
// Place names to places of the world, jointly over the document.
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "link/place_tables.h"

namespace casus {

// Every place name and place adjective of the text, in its order, each with the place that it most likely means: by how well
// known a place is, by what stands next to it ("Portland, Ore."), and by the other places of the text. Reads the document
// and the parse.
std::vector<PlaceMention> link_places(const Document& document, const Parse& parse, const PlaceTables& tables);

}  // namespace casus
