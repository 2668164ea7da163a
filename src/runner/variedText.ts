/** Where a comment may stand, by text: most files are the same in every round. */
const placesOf = new Map<string, readonly number[]>();

/**
 * JavaScript with another text and the same meaning: comments with the word at the ends of lines, where they move no
 * line and no column. A text that is not understood stays as it is.
 */
export function varied(source: string, word: string): string {
  let places = placesOf.get(source);
  if (places === undefined) {
    places = lineEnds(source);
    placesOf.set(source, places);
  }
  let text = '';
  let from = 0;
  for (const place of places) {
    text += `${source.slice(from, place)} /*${word}*/`;
    from = place;
  }
  return text + source.slice(from);
}

/** After one of these a slash begins a regular expression; after anything else it divides. */
const beforeExpression =
  /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|do|else|in|of|void|delete|throw|new|await|yield))$/;

/**
 * Offsets of the ends of lines that lie in code: not in a comment, a template or a line that is empty.
 * @returns none for a text whose brackets and quotes do not fit together.
 */
function lineEnds(source: string): number[] {
  const ends: number[] = [];
  /** What encloses the place: a template (with the depth of braces when it was entered by `${`). */
  const open: number[] = [];
  let depth = 0;
  let at = 0;
  /** Everything of the line up to here that is no comment. */
  let code = '';
  const skipQuoted = (quote: string): boolean => {
    for (at += 1; at < source.length && source[at] !== '\n'; at += 1) {
      if (source[at] === '\\') at += 1;
      else if (source[at] === quote) {
        at += 1;
        return true;
      }
    }
    return false;
  };
  /** To the end of a template or into its next expression. */
  const skipTemplate = (): boolean => {
    for (; at < source.length; at += 1) {
      if (source[at] === '\\') at += 1;
      else if (source[at] === '`') {
        at += 1;
        return true;
      } else if (source[at] === '$' && source[at + 1] === '{') {
        at += 2;
        open.push(depth);
        return true;
      }
    }
    return false;
  };
  const skipExpression = (): boolean => {
    let inClass = false;
    for (at += 1; at < source.length && source[at] !== '\n'; at += 1) {
      const now = source[at];
      if (now === '\\') at += 1;
      else if (now === '[') inClass = true;
      else if (now === ']') inClass = false;
      else if (now === '/' && !inClass) {
        at += 1;
        return true;
      }
    }
    return false;
  };
  while (at < source.length) {
    const now = source[at] ?? '';
    if (now === '\n') {
      if (code.trim() !== '') ends.push(source[at - 1] === '\r' ? at - 1 : at);
      code = '';
      at += 1;
    } else if (now === '/' && source[at + 1] === '/') {
      while (at < source.length && source[at] !== '\n') at += 1;
      // A comment in a comment of a line would be no comment.
      code = '';
    } else if (now === '/' && source[at + 1] === '*') {
      const end = source.indexOf('*/', at + 2);
      if (end < 0) return [];
      if (source.slice(at, end).includes('\n')) code = '';
      at = end + 2;
    } else if (now === "'" || now === '"') {
      if (!skipQuoted(now)) return [];
      code += now;
    } else if (now === '`') {
      at += 1;
      if (!skipTemplate()) return [];
      code += now;
    } else if (now === '/' && beforeExpression.test(code.trimEnd())) {
      if (!skipExpression()) return [];
      code += now;
    } else if (now === '}' && open.at(-1) === depth) {
      open.pop();
      at += 1;
      if (!skipTemplate()) return [];
      code += now;
    } else {
      if (now === '{') depth += 1;
      if (now === '}') depth -= 1;
      code += now;
      at += 1;
    }
  }
  return depth === 0 && open.length === 0 ? ends : [];
}
