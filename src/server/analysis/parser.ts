import type { FileNode, Span } from './syntax.ts';

/** What a parser hands over. Nothing else of the parser is visible to the rest of the server. */
export interface ParsedFile {
  readonly file: FileNode;
  /** True when the text has syntax errors; the tree is then what could be saved. */
  readonly broken: boolean;
  /** Strings, templates, regular expressions and JSX text, in source order: what looks like a comment there is none. */
  readonly literalSpans: readonly Span[];
}

export interface Parser {
  /** `path` chooses the language by its ending; the file itself is not read. Never throws on broken text. */
  parse(path: string, text: string): ParsedFile;
}
