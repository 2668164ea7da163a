/** Requests of our own between the extension and its language server, beside the standard protocol. */

/** Finds the tests of files by parsing them; nothing is executed. Answers with one `DiscoveredTests` per file. */
export const discoverTestsMethod = 'itlab/discoverTests';

export interface DiscoverTestsParams {
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** File uri; its ending says which language it is. */
  readonly uri: string;
  /** What is parsed; left out for what lies on the disk. */
  readonly text?: string;
}

/** A suite or test found in the text. Lines and columns are 0-based, as in the language server protocol. */
export interface DiscoveredNode {
  readonly kind: 'suite' | 'test';
  readonly title: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly children: readonly DiscoveredNode[];
}

export interface DiscoveredTests {
  readonly nodes: readonly DiscoveredNode[];
  /** True when the text has syntax errors or could not be read, so the list may be short. */
  readonly broken: boolean;
}

/** Tells the shapes of texts. Answers with one for each, or null where it cannot be told. */
export const codeShapesMethod = 'itlab/codeShapes';

export interface CodeShapesParams {
  readonly files: readonly Required<SourceFile>[];
}

/**
 * What running sees of a file, in digests: two files with the same digest differ in types, comments, blank lines and
 * indentation only.
 */
export interface CodeShape {
  /** All of it. */
  readonly all: string;
  /** What is left without the tests below. */
  readonly outside: string;
  /** Tests that do nothing but be there while the file is loaded, in source order. */
  readonly tests: readonly {
    /** Titles from the outermost suite to the test itself. */
    readonly path: readonly string[];
    readonly code: string;
  }[];
}

/** A row of `itlab lint --json`. */
export interface LintFinding {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly fixable: boolean;
}
