import type { TestItem, TestItemCollection, TestRunRequest } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import type { TestTree } from './testTree.ts';

/** What a request asks of one exercise. */
export interface Target {
  readonly exercise: Exercise;
  /** Keys of tests, or null for the whole exercise. */
  readonly keys: readonly string[] | null;
  /** Test files (relative to the exercise) to leave it at; all of them when left out. */
  readonly files?: readonly string[];
}

/** What a request means per exercise, in the order of `exercises`, with include and exclude both honoured. */
export async function targetsOf(
  request: Pick<TestRunRequest, 'include' | 'exclude'>,
  exercises: readonly Exercise[],
  top: TestItemCollection,
  tree: TestTree,
): Promise<Target[]> {
  const included: TestItem[] = [];
  if (request.include) included.push(...request.include);
  else top.forEach((item) => included.push(item));
  const excluded = new Set(request.exclude ?? []);
  const whole = new Set<string>();
  const chosen = new Map<string, Set<string>>();
  for (const item of included) {
    for (const exercise of exercisesAt(item, tree)) whole.add(exercise.id);
    const meaning = tree.meaning(item);
    if (meaning?.type === 'suite' || meaning?.type === 'test') {
      const keys = chosen.get(meaning.exercise.id) ?? new Set<string>();
      for (const key of keysBelow(item, tree)) keys.add(key);
      chosen.set(meaning.exercise.id, keys);
    }
  }
  const targets: Target[] = [];
  for (const exercise of exercises) {
    const keys = chosen.get(exercise.id);
    if (!whole.has(exercise.id) && !keys) continue;
    if (isExcluded(tree.exerciseItem(exercise), excluded)) continue;
    if (excluded.size > 0) await tree.resolve(exercise);
    const wanted = whole.has(exercise.id) ? null : [...(keys ?? [])];
    const all = tree.testsOf(exercise);
    const kept = [...(wanted ?? all.keys())].filter((key) => !isExcluded(all.get(key), excluded));
    const untouched = wanted === null && kept.length === all.size;
    if (untouched || kept.length > 0) targets.push({ exercise, keys: untouched ? null : kept });
  }
  return targets;
}

/** Exercises that an item means as a whole. */
function exercisesAt(item: TestItem, tree: TestTree): Exercise[] {
  const meaning = tree.meaning(item);
  if (meaning?.type === 'exercise' || meaning?.type === 'faults' || meaning?.type === 'fault')
    return [meaning.exercise];
  if (meaning?.type !== 'lesson') return [];
  const found: Exercise[] = [];
  item.children.forEach((child) => found.push(...exercisesAt(child, tree)));
  return found;
}

function keysBelow(item: TestItem, tree: TestTree): string[] {
  const meaning = tree.meaning(item);
  if (meaning?.type === 'test') return [meaning.key];
  const keys: string[] = [];
  item.children.forEach((child) => keys.push(...keysBelow(child, tree)));
  return keys;
}

function isExcluded(item: TestItem | undefined, excluded: ReadonlySet<TestItem>): boolean {
  for (let current = item; current; current = current.parent) if (excluded.has(current)) return true;
  return false;
}
