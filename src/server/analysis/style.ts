import type { ParsedFile } from './parser.ts';
import { forEachChild } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/** How a file is written, so that inserted code looks like the rest of it. */
export interface FileStyle {
  /** One step of indentation. */
  readonly indent: string;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly eol: '\n' | '\r\n';
  readonly modules: 'esm' | 'commonjs';
  readonly typescript: boolean;
}

/** What the text itself cannot tell. */
export interface StyleDefaults {
  /** package.json's `type`, for a file without imports. */
  readonly packageType?: 'module' | 'commonjs';
  /** The editor's or project's indentation, for a file without any. */
  readonly indent?: string;
}

export function detectStyle(
  path: string,
  text: string,
  parsed: ParsedFile,
  defaults: StyleDefaults,
): FileStyle {
  const typescript = /\.[cm]?tsx?$/i.test(path);
  return {
    indent: detectIndent(text, parsed) ?? defaults.indent ?? '  ',
    quote: detectQuote(text, parsed),
    semicolons: detectSemicolons(text, parsed),
    eol: detectEol(text),
    modules: detectModules(path, typescript, parsed, defaults),
    typescript,
  };
}

function detectEol(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  return crlf > lf ? '\r\n' : '\n';
}

/** White space at the start of the line that holds `offset`. */
export function lineIndent(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function isFirstOnLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(start, offset).trim() === '';
}

/** The most frequent step from a block to the statements in it. */
function detectIndent(text: string, parsed: ParsedFile): string | undefined {
  const votes = new Map<string, number>();
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Block') {
      const outer = lineIndent(text, lineStartOf(text, node.start));
      for (const statement of node.body) {
        if (!isFirstOnLine(text, statement.start)) continue;
        const inner = lineIndent(text, statement.start);
        if (inner.length > outer.length && inner.startsWith(outer)) {
          const step = inner.slice(outer.length);
          votes.set(step, (votes.get(step) ?? 0) + 1);
        }
      }
    }
    forEachChild(node, visit);
  };
  visit(parsed.file);
  let best: string | undefined;
  for (const [step, count] of votes) if (best === undefined || count > (votes.get(best) ?? 0)) best = step;
  return best;
}

/** The offset after the indentation of the line that holds `offset`. */
function lineStartOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start + (/^[ \t]*/.exec(text.slice(start, offset))?.[0].length ?? 0);
}

function detectQuote(text: string, parsed: ParsedFile): "'" | '"' {
  let single = 0;
  let double = 0;
  for (const span of parsed.literalSpans) {
    if (text[span.start] === "'") single += 1;
    else if (text[span.start] === '"') double += 1;
  }
  return double > single ? '"' : "'";
}

function detectSemicolons(text: string, parsed: ParsedFile): boolean {
  let ended = 0;
  let open = 0;
  const visit = (node: SyntaxNode): void => {
    if (
      node.kind === 'ExpressionStatement' ||
      node.kind === 'Variable' ||
      node.kind === 'Import' ||
      node.kind === 'Return'
    ) {
      if (text[node.end - 1] === ';') ended += 1;
      else if (node.parent?.kind !== 'Loop') open += 1;
    }
    forEachChild(node, visit);
  };
  visit(parsed.file);
  return ended >= open;
}

function detectModules(
  path: string,
  typescript: boolean,
  parsed: ParsedFile,
  defaults: StyleDefaults,
): FileStyle['modules'] {
  if (/\.c[jt]s$/i.test(path)) return 'commonjs';
  if (/\.m[jt]s$/i.test(path)) return 'esm';
  for (const statement of parsed.file.body) {
    if (statement.kind === 'Import' || statement.kind === 'Export') return 'esm';
  }
  if (parsed.file.body.some(requires)) return 'commonjs';
  if (defaults.packageType !== undefined) return defaults.packageType === 'module' ? 'esm' : 'commonjs';
  return typescript ? 'esm' : 'commonjs';
}

function requires(statement: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Call' && node.callee.kind === 'Identifier' && node.callee.name === 'require')
      found = true;
    if (!found && node.kind !== 'Function') forEachChild(node, visit);
  };
  visit(statement);
  return found;
}
