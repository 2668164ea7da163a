import type { ParsedFile } from '../analysis/parser.ts';
import { literalText, unwrap } from '../analysis/syntax.ts';
import type { ObjectNode, SyntaxNode } from '../analysis/syntax.ts';
import { requireInYaml } from './mochaRequireYaml.ts';
import type { TextChange } from './textChange.ts';

type Changes = readonly TextChange[] | { readonly reason: string };

type Parse = (path: string, text: string) => ParsedFile;

/**
 * Lets a `.mocharc` require one more module, and leaves every other character of it as it is.
 * @param name the file's name, whose ending says how it is written.
 * @param required a path without characters that would have to be escaped anywhere.
 */
export function requireInMochaSettings(name: string, text: string, required: string, parse: Parse): Changes {
  if (/\.ya?ml$/.test(name)) return requireInYaml(name, text, required);
  return /\.jsonc?$/.test(name)
    ? inJson(name, text, required, parse)
    : inJavaScript(name, text, required, parse);
}

function inJson(name: string, text: string, required: string, parse: Parse): Changes {
  // As an expression it is JavaScript, which may have the comments that mocha takes as well.
  const shifted = `(${text}\n)`;
  const { file, broken } = parse('mocharc.js', shifted);
  if (broken) return { reason: `\`${name}\` has syntax errors. Repair them first.` };
  const [statement] = file.body;
  const value = statement?.kind === 'ExpressionStatement' ? unwrap(statement.expression) : undefined;
  if (file.body.length !== 1 || value?.kind !== 'Object') return { reason: `\`${name}\` is not one object.` };
  const changes = inObject(name, shifted, value, required, '"');
  if ('reason' in changes) return changes;
  return changes.map((change) => ({ ...change, start: change.start - 1, end: change.end - 1 }));
}

function inJavaScript(name: string, text: string, required: string, parse: Parse): Changes {
  const { file, broken, literalSpans } = parse(name, text);
  if (broken) return { reason: `\`${name}\` has syntax errors. Repair them first.` };
  const exported = file.body.flatMap(exportedValues);
  const [value] = exported;
  // Whatever else speaks of it may change it later.
  const isAlone = exported.length === 1 && text.match(/\bexports?\b/g)?.length === 1;
  if (value?.kind !== 'Object' || !isAlone) {
    return {
      reason: `\`${name}\` does not export its options as one object. Add \`${required}\` to \`require\` there.`,
    };
  }
  const double = literalSpans.filter(({ start }) => text[start] === '"').length;
  return inObject(name, text, value, required, double * 2 > literalSpans.length ? '"' : "'");
}

/** What `module.exports = …` or `export default …` hands over. */
function exportedValues(statement: SyntaxNode): readonly SyntaxNode[] {
  if (statement.kind === 'Export') return statement.values.map(unwrap);
  if (statement.kind !== 'ExpressionStatement') return [];
  const { expression } = statement;
  if (expression.kind !== 'Assign' || expression.operator !== '=') return [];
  const { left, right } = expression;
  const isExports =
    left.kind === 'Member' &&
    left.property === 'exports' &&
    left.object.kind === 'Identifier' &&
    left.object.name === 'module';
  return isExports ? [unwrap(right)] : [];
}

function inObject(name: string, text: string, object: ObjectNode, required: string, quote: string): Changes {
  const written = `${quote}${required}${quote}`;
  const properties = object.properties.filter((one) => one.kind === 'Property');
  if (
    properties.length < object.properties.length ||
    properties.some(({ computed }) => computed !== undefined)
  ) {
    return {
      reason: `\`${name}\` takes options from elsewhere. Add \`${required}\` to \`require\` there.`,
    };
  }
  const [known, ...more] = properties.filter(({ key }) => key === 'require');
  if (more.length > 0) return { reason: `\`${name}\` has several \`require\`.` };
  if (known === undefined) {
    const isQuoted = properties.some(({ start }) => /["']/.test(text[start] ?? ''));
    const key = isQuoted || /\.jsonc?$/.test(name) ? `${quote}require${quote}` : 'require';
    return atEnd(text, object, properties, `${key}: [${written}]`);
  }
  const value = unwrap(known.value);
  if (value.kind === 'Array') return atEnd(text, value, value.elements, written);
  if (literalText(value) !== undefined) {
    return [
      { start: value.start, end: value.start, text: '[' },
      { start: value.end, end: value.end, text: `, ${written}]` },
    ];
  }
  return { reason: `\`require\` of \`${name}\` is not written as a list. Add \`${required}\` to it there.` };
}

/** One more element between brackets, on a line of its own where the last one has one. */
function atEnd(
  text: string,
  list: { readonly start: number; readonly end: number },
  elements: readonly { readonly start: number; readonly end: number }[],
  added: string,
): Changes {
  const last = elements.at(-1);
  if (last === undefined) {
    const at = list.start + 1;
    return [{ start: at, end: at, text: added }];
  }
  const behind = text.slice(last.end, list.end - 1);
  const comma = /^(?:\s|\/\*[^]*?\*\/|\/\/.*)*,/.exec(behind)?.[0].length;
  const lineStart = text.lastIndexOf('\n', last.start) + 1;
  const indent = text.slice(lineStart, last.start);
  // What follows on the line, such as a comment, stays with the last element.
  const rest = /^.*?(?=\r?\n|$)/.exec(behind)?.[0] ?? '';
  const isOnLine = indent.trim() === '' && rest.length < behind.length;
  if (!isOnLine || /\/\*(?:(?!\*\/).)*$/.test(rest) || (comma ?? 0) > rest.length) {
    const at = last.end + (comma ?? 0);
    return [{ start: at, end: at, text: `${comma === undefined ? ',' : ''} ${added}` }];
  }
  const eol = text[last.end + rest.length] === '\r' ? '\r\n' : '\n';
  const lineEnd = last.end + rest.length;
  const line = {
    start: lineEnd,
    end: lineEnd,
    text: `${eol}${indent}${added}${comma === undefined ? '' : ','}`,
  };
  return comma === undefined ? [{ start: last.end, end: last.end, text: ',' }, line] : [line];
}
