import { join } from 'node:path';
import { sharedPaths, type Exercise } from './exercise.ts';
import { walkTree } from './treeWalk.ts';

/** A place in a file of an exercise: what is declared there, or null for the file as a whole. */
export interface Place {
  /** Relative to the exercise's folder, with forward slashes. */
  readonly file: string;
  readonly symbol: string | null;
}

/** Reads `src/orders.ts#OrderRepository`, as manifests and the links of a page say it; null for anything else. */
export function parsePlace(text: string): Place | null {
  const [, file, symbol = null] =
    /^((?:src|tests)\/[^\\#]*[^\\#/])(?:#([A-Za-z_$][\w$]*))?$/.exec(text) ?? [];
  return file === undefined ? null : { file, symbol };
}

/** Where the exercise says what is promised, the most important first. */
export function contractOf({ manifest }: Exercise): Place[] {
  return (manifest.contract ?? []).flatMap((text) => parsePlace(text) ?? []);
}

/** Paths of the files that a learner's folder holds at the start. Nothing is read. */
export function starterPaths(exercise: Exercise): string[] {
  const system = walkTree(join(exercise.folder, 'src')).files.map((path) => `src/${path}`);
  const starter = walkTree(join(exercise.folder, 'starter')).files;
  return [...new Set([...sharedPaths(exercise).keys(), ...system, ...starter])].sort();
}

/**
 * What a path in a text stands for, as a link says it: the contract in that file, else the file; a folder with a
 * slash at its end; null when the exercise has neither.
 * @param files of the starter.
 * @param contract as the manifest has it.
 */
export function placeNamed(
  path: string,
  files: readonly string[],
  contract: readonly string[],
): string | null {
  if (files.includes(path)) return contract.find((place) => parsePlace(place)?.file === path) ?? path;
  const folder = path.endsWith('/') ? path : `${path}/`;
  return files.some((file) => file.startsWith(folder)) ? folder : null;
}

/**
 * The places that a link leads to. Of a folder they are the contracts in it, else its files; none where the exercise
 * does not begin with such a file, whoever asks.
 */
export function placesBehind(exercise: Exercise, asked: string): Place[] {
  const files = starterPaths(exercise);
  if (asked.endsWith('/')) {
    const contracts = contractOf(exercise).filter(({ file }) => file.startsWith(asked));
    if (contracts.length > 0) return contracts;
    return files.filter((file) => file.startsWith(asked)).map((file) => ({ file, symbol: null }));
  }
  const place = parsePlace(asked);
  return place !== null && files.includes(place.file) ? [place] : [];
}

/**
 * The line of the comment that says what `symbol` promises: the one above its declaration, else the first one after
 * it. Without a symbol it is the first comment on something at the top of the file.
 * @returns 0-based; null when there is no such comment.
 */
export function commentLine(text: string, symbol: string | null): number | null {
  const lines = text.split(/\r?\n/);
  if (symbol === null) return found(lines.findIndex((line) => line.startsWith('/**')));
  const at = declarationLine(lines, symbol);
  if (at === null) return null;
  if (/\*\/\s*$/.test(lines[at - 1] ?? '')) {
    const above = lines.slice(0, at).findLastIndex((line) => line.trimStart().startsWith('/*'));
    if (lines[above]?.trimStart().startsWith('/**')) return above;
  }
  return found(lines.findIndex((line, index) => index > at && line.trimStart().startsWith('/**')));
}

/** Where something is declared, at the top of a file or as a member; 0-based. */
export function declarationLine(lines: readonly string[], symbol: string): number | null {
  const name = symbol.replaceAll('$', '\\$');
  const top = new RegExp(
    `^(?:export )?(?:default )?(?:declare )?(?:abstract )?(?:async )?(?:class|interface|type|enum|const|function) \\*?${name}(?![\\w$])`,
  );
  const member = new RegExp(`^ +(?:(?:static|readonly|async|get|set|abstract) )*#?${name}[?!]?\\s*[(<:=]`);
  const at = lines.findIndex((line) => top.test(line));
  return found(at >= 0 ? at : lines.findIndex((line) => member.test(line)));
}

function found(index: number): number | null {
  return index < 0 ? null : index;
}
