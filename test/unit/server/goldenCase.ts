/**
 * A fix as two texts. They are written once, in TypeScript with ES modules, two spaces, single quotes,
 * semicolons and LF; `inStyle` writes them in every other style. Where the cursor counts, `before` marks it by `▮`.
 */
export interface GoldenCase {
  readonly name: string;
  /** The action that is expected to make the change. */
  readonly action: string;
  readonly before: string;
  readonly after: string;
  /** What running `before` really shows; undefined where only the text is the point. */
  readonly harm?: Harm | undefined;
  /** It changes its process (variables, folder, uncaught errors), so it gets one of its own. */
  readonly alone?: boolean;
  /** Files of its project besides, by path from its root. `ENDING` in a path or text becomes that of the language. */
  readonly files?: Readonly<Record<string, string>>;
  /** Left out where the syntax does not exist in the language. */
  readonly onlyLanguages?: readonly Language[];
  /** A refactoring that makes something each time it is asked for. */
  readonly repeatable?: boolean;
}

/**
 * - `failing-test`: a test fails that passes in `after`.
 * - `open-database`: a database stays open.
 * - `keeps-running`: mocha does not end by itself.
 * - `false-pass`: every test passes, although what is asserted is wrong; `after` shows it by a failing test.
 * - `lost-test`: tests are missing that `after` runs.
 */
export type Harm = 'failing-test' | 'open-database' | 'keeps-running' | 'false-pass' | 'lost-test';

export type Language = 'typescript' | 'esm' | 'commonjs';

export interface Style {
  readonly language: Language;
  readonly eol: '\n' | '\r\n';
  readonly indent: '\t' | '  ' | '    ';
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
}

export const allStyles: readonly Style[] = (['typescript', 'esm', 'commonjs'] as const).flatMap((language) =>
  (['\n', '\r\n'] as const).flatMap((eol) =>
    (['\t', '  ', '    '] as const).flatMap((indent) =>
      (["'", '"'] as const).flatMap((quote) =>
        [true, false].map((semicolons): Style => ({ language, eol, indent, quote, semicolons })),
      ),
    ),
  ),
);

/** One style of each language, all of them different in everything: those whose results are run. */
export const runStyles: readonly Style[] = [
  { language: 'typescript', eol: '\n', indent: '  ', quote: "'", semicolons: true },
  { language: 'typescript', eol: '\r\n', indent: '\t', quote: '"', semicolons: false },
  { language: 'esm', eol: '\r\n', indent: '    ', quote: '"', semicolons: true },
  { language: 'esm', eol: '\n', indent: '\t', quote: "'", semicolons: false },
  { language: 'commonjs', eol: '\n', indent: '    ', quote: "'", semicolons: true },
  { language: 'commonjs', eol: '\r\n', indent: '  ', quote: '"', semicolons: false },
];

export const endings: Record<Language, string> = { typescript: '.ts', esm: '.mjs', commonjs: '.cjs' };

export function describeStyle(style: Style): string {
  const indent = style.indent === '\t' ? 'tab' : String(style.indent.length);
  const eol = style.eol === '\n' ? 'LF' : 'CRLF';
  return `${style.language}, ${eol}, ${indent}, ${style.quote}, ${style.semicolons ? 'semicolons' : 'none'}`;
}

/** Writes a golden text in another style. */
export function inStyle(text: string, style: Style): string {
  let result = text;
  if (style.language !== 'typescript') {
    result = result
      .replaceAll(/^import type .*\n/gm, '')
      .replaceAll(/\b((?:let|const) \w+): [^=;]+(?=[;=])/g, keepSpace);
  }
  if (style.language === 'commonjs') {
    result = result
      .replaceAll(/^import \* as (\w+) from ('[^']+');/gm, 'const $1 = require($2);')
      .replaceAll(/^import (\w+) from ('[^']+');/gm, 'const $1 = require($2);')
      .replaceAll(
        /^import (\{[^}]+\}) from ('[^']+');/gm,
        (_, names: string, from: string) => `const ${names.replaceAll(' as ', ': ')} = require(${from});`,
      );
  }
  result = result.replaceAll('ENDING', endings[style.language]);
  if (!style.semicolons) result = result.replaceAll(/;$/gm, '');
  if (style.quote === '"') result = result.replaceAll("'", '"');
  result = result.replaceAll(/^( {2})+/gm, (spaces) => style.indent.repeat(spaces.length / 2));
  return style.eol === '\n' ? result : result.replaceAll('\n', '\r\n');
}

function keepSpace(match: string, declared: string): string {
  return match.endsWith(' ') ? `${declared} ` : declared;
}
