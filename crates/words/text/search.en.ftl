# Finding documents by their words, and reading documents in order to find them.

err-search-001 = the document's text was not read within { $seconds } seconds
rec-search-001 = it is found by its register fields; to find it by its text, give a smaller or simpler copy

err-search-002 = the document's text was not read: { $detail }
rec-search-002 = it is found by its register fields; open it where it was made and save it anew to have its text read

err-search-003 = a document of this kind has no text that is read here: { $kind }
rec-search-003 = it is found by its register fields; text is read from text files, HTML, PDF, docx, xlsx, pptx, odt, ods and odp

err-search-004 = there is no word to look for
rec-search-004 = give at least one word: words, "a phrase", begin*, -without

err-search-005 = a search takes at most { $characters } characters and { $words } words
rec-search-005 = look for fewer words

err-search-006 = the search index failed: { $detail }
rec-search-006 = the register itself is untouched; restart the node, which builds the index anew

err-search-007 = the search index is full: { $documents } documents or { $mebibytes } MiB
rec-search-007 = documents already in it are found; give the index more room in the node's configuration
