// SPDX-License-Identifier: Apache-2.0
// A Parse as one line of JSON, in the shape of spaCy's Doc.to_json().
#pragma once

#include <string>
#include <string_view>

#include "casus/parse.h"

namespace casus {

// {"id","text","ents":[{start,end,label}],"sents":[{start,end}],"tokens":[{id,start,end,tag,pos,morph,lemma,dep,head}]}
// without a line end. Offsets are code points; `text` is what was parsed.
std::string parse_to_json(std::string_view id, std::string_view text, const Parse& parse);

}  // namespace casus
