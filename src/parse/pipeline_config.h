// SPDX-License-Identifier: Apache-2.0
// Whether a spaCy pipeline is one that we can run.
#pragma once

#include <string_view>

#include "casus/result.h"

namespace casus {

// `config` is the text of config.cfg. Errors: Invalid if it has no pipeline; Unsupported, with the name of the component
// or setting, for anything but English spaCy v3 pipelines of tok2vec, tagger, parser, attribute_ruler, lemmatizer (mode
// "rule") and ner, in an order that gives our result. Disabled components and senter do not matter.
Status check_pipeline_config(std::string_view config);

}  // namespace casus
