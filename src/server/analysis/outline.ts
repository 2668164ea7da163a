/**
 * Replaces the bodies of functions that are handed to calls of some names by blanks, so that a parser has less to
 * do: two thirds of a test file is what its tests do. Every character that stays keeps its place.
 *
 * Reads tokens, not syntax, so it gives up where it cannot be sure. A regular expression is told from a division by
 * what stands before it; where that is wrong, a bracket or a string will not be closed.
 * @param names of the functions called, plain or as `name.x`.
 * @returns null when it gave up.
 */
export function withoutBodies(text: string, names: ReadonlySet<string>): string | null {
  const bodies = bodiesIn(text, names);
  if (bodies === null) return null;
  let outlined = '';
  let from = 0;
  for (const { start, end } of bodies) {
    outlined += text.slice(from, start) + text.slice(start, end).replaceAll(/[^\r\n]/g, ' ');
    from = end;
  }
  return outlined + text.slice(from);
}

interface Body {
  /** Behind the opening brace. */
  readonly start: number;
  /** The closing brace. */
  readonly end: number;
}

/** What an opening bracket belongs to. */
type Opened =
  | { readonly close: string; readonly kind: 'call' | 'other' | 'template' }
  | { readonly close: string; readonly kind: 'body'; readonly start: number };

/** Everything up to the next bracket, string, template, comment or regular expression. */
const plain = /[^'"`/()[\]{}]+/y;
const string = /'(?:[^'\\\r\n]|\\[^])*'|"(?:[^"\\\r\n]|\\[^])*"/y;
const comment = /\/\/.*|\/\*[^]*?\*\//y;
const regularExpression = /\/(?:[^/\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+\/\w*/y;
const templatePart = /(?:[^`\\$]|\\[^]|\$(?!\{))*(`|\$\{)/y;
const closing: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Longest part of a line that is looked back at. */
const lookBack = 80;
/** What is called: the first name of `name` or `name.x`. */
const callee = /(?:^|[^\w$.])([\w$]+)(?:\.[\w$]+)?\s*$/;
const functionHead = /(?:=>|\))\s*$/;
/** After these a slash begins a regular expression. */
const operator =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|await))\s*$/;

function bodiesIn(text: string, names: ReadonlySet<string>): Body[] | null {
  const bodies: Body[] = [];
  const open: Opened[] = [];
  let inBody = false;
  let at = 0;

  const skip = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const before = (): string => text.slice(Math.max(0, at - lookBack), at);
  /** Reads a template up to its end or to the next expression in it; false when it is not closed. */
  const skipTemplate = (): boolean => {
    const end = skip(templatePart)?.[1];
    if (end === '${') open.push({ close: '}', kind: 'template' });
    return end !== undefined;
  };
  const openBracket = (bracket: string, close: string): void => {
    if (inBody) open.push({ close, kind: 'other' });
    else if (bracket === '(') {
      const [, name = ''] = callee.exec(before()) ?? [];
      open.push({ close, kind: names.has(name) ? 'call' : 'other' });
    } else if (bracket === '{' && open.at(-1)?.kind === 'call' && functionHead.test(before())) {
      inBody = true;
      open.push({ close, kind: 'body', start: at + 1 });
    } else open.push({ close, kind: 'other' });
    at += 1;
  };

  while (at < text.length) {
    if (skip(plain)) continue;
    const next = text.charAt(at);
    const close = closing.get(next);
    if (close !== undefined) openBracket(next, close);
    else if (next === "'" || next === '"') {
      if (!skip(string)) return null;
    } else if (next === '`') {
      at += 1;
      if (!skipTemplate()) return null;
    } else if (next === '/') {
      if (skip(comment)) continue;
      if (!operator.test(before())) at += 1;
      else if (!skip(regularExpression)) return null;
    } else {
      const opened = open.pop();
      if (opened?.close !== next) return null;
      if (opened.kind === 'body') {
        inBody = false;
        bodies.push({ start: opened.start, end: at });
      }
      at += 1;
      if (opened.kind === 'template' && !skipTemplate()) return null;
    }
  }
  return open.length === 0 ? bodies : null;
}
