"""Words: facts as a page of headings, labels and sentences in one language, for any medium of text."""
