// SPDX-License-Identifier: Apache-2.0
// What the layout of a press text says: headline, dateline, byline, sign-off, quotations, scripture.
#pragma once

#include "casus/document.h"
#include "read/reading_tables.h"

namespace casus {

// Fills document.sections from its text, and title, publisher, author, published and translated where they are
// empty and the page shows them. Reads nothing but the document.
void read_layout(Document& document, const LayoutWords& words);

// The same for the text of a page: document.sections holds its paragraphs with the kinds that its markup gave them.
void read_page_layout(Document& document, const LayoutWords& words);

}  // namespace casus
