/** One way to break a text, as people do while they type. `at` is in [0, 1): where. */
type Mutation = (text: string, at: number) => string;

/** The place of the n-th match, chosen by `at`; null where there is none. */
function pick(text: string, pattern: RegExp, at: number): RegExpExecArray | null {
  const all = [...text.matchAll(pattern)];
  return all[Math.floor(at * all.length)] ?? null;
}

function without(text: string, start: number, length: number): string {
  return text.slice(0, start) + text.slice(start + length);
}

function insert(text: string, at: number, what: string): string {
  return text.slice(0, at) + what + text.slice(at);
}

/** By name, so that a failure says what was done. */
export const mutations: Readonly<Record<string, Mutation>> = {
  droppedBracket: (text, at) => {
    const found = pick(text, /[()[\]{}]/g, at);
    return found ? without(text, found.index, 1) : text;
  },
  addedBracket: (text, at) => insert(text, Math.floor(at * text.length), '([{)]}'[Math.floor(at * 6)] ?? '('),
  danglingMember: (text, at) => {
    const found = pick(text, /\b[a-z]\w*(?=\n|;)/g, at);
    return found ? insert(text, found.index + found[0].length, '.') : text;
  },
  unclosedCall: (text, at) => {
    const found = pick(text, /\)(?=;?\s*\n)/g, at);
    return found ? without(text, found.index, 1) : text;
  },
  unclosedString: (text, at) => {
    const found = pick(text, /['"`]/g, at);
    return found ? without(text, found.index, 1) : text;
  },
  truncated: (text, at) => text.slice(0, Math.floor(at * text.length)),
  beheaded: (text, at) => text.slice(Math.floor(at * text.length)),
  deletedSpan: (text, at) => without(text, Math.floor(at * text.length), 1 + (Math.floor(at * 7919) % 60)),
  deletedLine: (text, at) => {
    const lines = text.split('\n');
    lines.splice(Math.floor(at * lines.length), 1);
    return lines.join('\n');
  },
  doubledLine: (text, at) => {
    const lines = text.split('\n');
    const line = Math.floor(at * lines.length);
    lines.splice(line, 0, lines[line] ?? '');
    return lines.join('\n');
  },
  swappedLines: (text, at) => {
    const lines = text.split('\n');
    const line = Math.floor(at * (lines.length - 1));
    lines.splice(line, 2, ...lines.slice(line, line + 2).reverse());
    return lines.join('\n');
  },
  renamed: (text, at) => {
    const names = [
      'it',
      'describe',
      'before',
      'after',
      'beforeEach',
      'afterEach',
      'require',
      'await',
      'async',
    ];
    const found = pick(text, /\b[A-Za-z_]\w*\b/g, at);
    if (!found) return text;
    const name = names[Math.floor(at * 104_729) % names.length] ?? 'it';
    return text.slice(0, found.index) + name + text.slice(found.index + found[0].length);
  },
  strayWord: (text, at) => {
    const words = [
      '=>',
      '...',
      'async',
      'await ',
      'function',
      '${',
      '/*',
      '//',
      '\r',
      '\0',
      '\uD800',
      'class {',
      'using x =',
    ];
    return insert(
      text,
      Math.floor(at * text.length),
      words[Math.floor(at * 15_485_863) % words.length] ?? '',
    );
  },
};
