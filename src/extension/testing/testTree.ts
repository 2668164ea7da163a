import { join } from 'node:path';
import {
  EventEmitter,
  l10n,
  Position,
  Range,
  TestTag,
  Uri,
  workspace,
  type Event,
  type TestController,
  type TestItem,
} from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import { learnersTestFiles } from '../../course/learnerRun.ts';
import { pathFrom } from '../../course/platform/paths.ts';
import type { GradedFault } from '../../protocol/gradeResult.ts';
import type { PlannedTest } from '../../protocol/runEvents.ts';
import type { DiscoveredNode, SourceFile } from '../../protocol/serverRequests.ts';
import { forLabel } from '../../protocol/shownText.ts';
import { testKey } from '../../protocol/testIdentity.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { errorText } from '../errorTexts.ts';
import { discoverAll, type Discover } from './discovery.ts';
import type { ExerciseDisk } from './exerciseDisk.ts';

/** Items the Run profile applies to. */
export const runTag = new TestTag('itlab.run');
/** Items the Grade profile applies to. */
export const gradeTag = new TestTag('itlab.grade');

/** What an item of the tree stands for. */
type Meaning =
  | { readonly type: 'lesson' }
  | { readonly type: 'exercise'; readonly exercise: Exercise }
  | { readonly type: 'suite'; readonly exercise: Exercise }
  | { readonly type: 'test'; readonly exercise: Exercise; readonly key: string }
  | { readonly type: 'faults' | 'fault'; readonly exercise: Exercise };

/** Milliseconds of quiet in an editor before its tests are looked for again. */
const editDelay = 300;

/** Lesson → Exercise → suite → test, kept in step with the learner's files and with what runs show. */
export class TestTree extends Disposables {
  private readonly controller: TestController;
  private readonly course: ActiveCourse;
  private readonly discover: Discover;
  /** Addresses of the files whose tests are shown. */
  private readonly discovered = new Set<string>();
  private readonly meanings = new WeakMap<TestItem, Meaning>();
  private readonly exercises = new Map<string, TestItem>();
  /** Per exercise: items by test key. */
  private readonly tests = new Map<string, Map<string, TestItem>>();
  private readonly discoveredTests = this.add(new EventEmitter<Exercise>());
  private readonly resolving = new Map<string, Promise<void>>();
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(controller: TestController, course: ActiveCourse, disk: ExerciseDisk, discover: Discover) {
    super();
    this.controller = controller;
    this.course = course;
    this.discover = discover;
    this.add(course.onDidChange(() => this.rebuild()));
    this.add(disk.onDidChange((uri) => /[\\/]tests[\\/].*\.m?[jt]s$/.test(uri.fsPath) && this.touch(uri)));
    this.add(workspace.onDidOpenTextDocument(({ uri }) => this.touch(uri)));
    this.add(workspace.onDidChangeTextDocument(({ document }) => this.touch(document.uri)));
    this.rebuild();
    for (const { uri } of workspace.textDocuments) this.touch(uri);
  }

  /** Fires when an exercise's files were parsed. */
  get onDidDiscover(): Event<Exercise> {
    return this.discoveredTests.event;
  }

  meaning(item: TestItem): Meaning | undefined {
    return this.meanings.get(item);
  }

  exerciseItem(exercise: Exercise): TestItem | undefined {
    return this.exercises.get(exercise.id);
  }

  /** The suite or test of an exercise with this id. */
  itemWithin(exercise: Exercise, id: string): TestItem | undefined {
    const search = (item: TestItem): TestItem | undefined => {
      let found = item.children.get(id);
      item.children.forEach((child) => (found ??= search(child)));
      return found;
    };
    const top = this.exercises.get(exercise.id);
    return top && search(top);
  }

  /** Items of the exercise's tests by key, as far as they are known. */
  testsOf(exercise: Exercise): ReadonlyMap<string, TestItem> {
    return this.tests.get(exercise.id) ?? new Map<string, TestItem>();
  }

  /** The exercise a file belongs to, or null. */
  exerciseOf(uri: Uri): Exercise | null {
    if (this.course.folder === null || uri.scheme !== 'file') return null;
    const parts = pathFrom(this.course.folder, uri.fsPath).split('/');
    const exercise = this.exercises.get(`${parts[0]}/${parts[1]}`);
    const meaning = exercise ? this.meanings.get(exercise) : undefined;
    return meaning?.type === 'exercise' ? meaning.exercise : null;
  }

  /** Parses the exercise's test files and puts what they hold below its item. */
  resolve(exercise: Exercise): Promise<void> {
    const running = this.resolving.get(exercise.id);
    if (running) return running;
    const fresh = this.read(exercise).finally(() => this.resolving.delete(exercise.id));
    this.resolving.set(exercise.id, fresh);
    return fresh;
  }

  /** Adds the tests that only running showed (names made at run time); they stay. */
  reconcile(exercise: Exercise, planned: readonly PlannedTest[], folder: string): void {
    const parent = this.exercises.get(exercise.id);
    if (!parent) return;
    for (const { key, file, path, at } of planned) {
      if (this.testsOf(exercise).has(key)) continue;
      const uri = Uri.file(join(folder, ...file.split('/')));
      const range = at === null ? undefined : new Range(at.line - 1, 0, at.line - 1, 0);
      this.addTest(
        exercise,
        this.suiteItem(exercise, parent, file, path.slice(0, -1), uri),
        key,
        path.at(-1) ?? '',
        uri,
        range,
      );
    }
  }

  /** Shows each fault as an item below the exercise; a survivor keeps its name to itself. */
  faultItems(
    exercise: Exercise,
    faults: readonly Pick<GradedFault, 'id' | 'caught'>[],
  ): Map<string, TestItem> {
    const parent = this.exercises.get(exercise.id);
    const items = new Map<string, TestItem>();
    if (!parent) return items;
    const group = this.child(parent, 'faults', 'Faults', undefined, { type: 'faults', exercise }, [gradeTag]);
    // Behind every suite and test, which sort by their line.
    group.sortText = '9';
    for (const [index, { id, caught }] of faults.entries()) {
      const title = exercise.manifest.faults.find((fault) => fault.id === id)?.title ?? id;
      const item = this.child(group, `fault:${id}`, '', undefined, { type: 'fault', exercise }, [gradeTag]);
      item.label = forLabel(caught ? title : `Fault ${index + 1}`);
      item.sortText = String(index).padStart(2, '0');
      items.set(id, item);
    }
    return items;
  }

  /** Takes out what only runs and grades have shown: the faults, and tests whose names are made at run time. */
  forgetRuns(exercise: Exercise): void {
    const top = this.exercises.get(exercise.id);
    if (!top) return;
    top.children.delete('faults');
    const visit = (parent: TestItem): void => {
      for (const [, item] of parent.children) {
        visit(item);
        if (item.children.size > 0 || (item.range && !item.range.isEmpty)) continue;
        parent.children.delete(item.id);
        const meaning = this.meanings.get(item);
        if (meaning?.type === 'test') this.tests.get(exercise.id)?.delete(meaning.key);
      }
    };
    visit(top);
  }

  override dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    super.dispose();
  }

  private rebuild(): void {
    this.exercises.clear();
    this.tests.clear();
    this.discovered.clear();
    if (this.course.folder === null) {
      this.controller.items.replace([]);
      return;
    }
    const lessons = this.course.catalog.lessons.map((lesson) => {
      const item = this.controller.createTestItem(lesson.id, forLabel(`${lesson.order}. ${lesson.title}`));
      item.sortText = String(lesson.order).padStart(2, '0');
      item.tags = [runTag, gradeTag];
      this.meanings.set(item, { type: 'lesson' });
      for (const [index, exercise] of lesson.exerciseList.entries()) {
        const meaning: Meaning = { type: 'exercise', exercise };
        const child = this.child(item, exercise.id, exercise.manifest.title, undefined, meaning, [
          runTag,
          gradeTag,
        ]);
        child.sortText = String(index).padStart(2, '0');
        child.canResolveChildren = true;
        this.exercises.set(exercise.id, child);
      }
      return item;
    });
    this.controller.items.replace(lessons);
  }

  private async read(exercise: Exercise): Promise<void> {
    const parent = this.exercises.get(exercise.id);
    if (!parent) return;
    parent.busy = true;
    try {
      const folder = this.course.folderOf(exercise);
      const found = new Set<string>();
      const paths = this.testFilesIn(parent, folder);
      // What was shown stays as long as nobody knows what there is.
      if (paths === null) return;
      const files = paths.map((file) => ({
        file,
        uri: Uri.file(join(folder, ...file.split('/'))),
      }));
      const results = await discoverAll(
        this.discover,
        files.map(({ uri }) => sourceOf(uri)),
      );
      for (const [index, { file, uri }] of files.entries()) {
        const { nodes = [], broken = true } = results[index] ?? {};
        this.discovered.add(uri.toString());
        this.place(exercise, parent, file, uri, nodes, [], found, new Map());
        // A text with a syntax error may hide tests: what was there before stays until it is mended.
        if (broken) this.keepAllOf(exercise, file, found);
      }
      this.prune(parent, found);
      this.discoveredTests.fire(exercise);
    } finally {
      parent.busy = false;
    }
  }

  /** Null when it cannot be said, with the reason at the exercise's item: it is this one's, and the others go on. */
  private testFilesIn(parent: TestItem, folder: string): string[] | null {
    try {
      const paths = learnersTestFiles(folder);
      parent.error = undefined;
      return paths;
    } catch (error) {
      parent.error = errorText(error, l10n.t);
      return null;
    }
  }

  private place(
    exercise: Exercise,
    parent: TestItem,
    file: string,
    uri: Uri,
    nodes: readonly DiscoveredNode[],
    path: readonly string[],
    found: Set<string>,
    ordinals: Map<string, number>,
  ): void {
    for (const node of nodes) {
      const inner = [...path, node.title];
      const range = new Range(
        new Position(node.range.start.line, node.range.start.character),
        new Position(node.range.end.line, node.range.end.character),
      );
      if (node.kind === 'suite') {
        const item = this.suiteItem(exercise, this.exercises.get(exercise.id) ?? parent, file, inner, uri);
        item.range = range;
        item.sortText = lineOrder(range);
        found.add(item.id);
        this.place(exercise, item, file, uri, node.children, inner, found, ordinals);
        continue;
      }
      const name = JSON.stringify(inner);
      const ordinal = ordinals.get(name) ?? 0;
      ordinals.set(name, ordinal + 1);
      const key = testKey({ file, path: inner, ordinal });
      found.add(key);
      this.addTest(exercise, parent, key, node.title, uri, range);
    }
  }

  /** The item of a suite, made with those around it when they are missing. */
  private suiteItem(
    exercise: Exercise,
    top: TestItem,
    file: string,
    path: readonly string[],
    uri: Uri,
  ): TestItem {
    return path.reduce((parent, title, index) => {
      const id = JSON.stringify(['suite', file, ...path.slice(0, index + 1)]);
      return this.child(parent, id, title, uri, { type: 'suite', exercise }, [runTag]);
    }, top);
  }

  private addTest(
    exercise: Exercise,
    parent: TestItem,
    key: string,
    title: string,
    uri: Uri,
    range?: Range,
  ): void {
    const item = this.child(parent, key, title, uri, { type: 'test', exercise, key }, [runTag]);
    if (range) {
      item.range = range;
      item.sortText = lineOrder(range);
    }
    const known = this.tests.get(exercise.id) ?? new Map<string, TestItem>();
    known.set(key, item);
    this.tests.set(exercise.id, known);
  }

  private child(
    parent: TestItem,
    id: string,
    label: string,
    uri: Uri | undefined,
    meaning: Meaning,
    tags: TestTag[],
  ): TestItem {
    const known = parent.children.get(id);
    if (known) return known;
    const item = this.controller.createTestItem(id, forLabel(label), uri);
    item.tags = tags;
    this.meanings.set(item, meaning);
    parent.children.add(item);
    return item;
  }

  private keepAllOf(exercise: Exercise, file: string, found: Set<string>): void {
    const visit = (item: TestItem): void => {
      const [first, second]: unknown[] =
        this.meanings.get(item)?.type === 'exercise' ? [] : parsedId(item.id);
      if (first === file || second === file) found.add(item.id);
      item.children.forEach(visit);
    };
    const top = this.exercises.get(exercise.id);
    if (top) visit(top);
  }

  /** Takes out what the files no longer hold. Names made at run time of files that still exist stay. */
  private prune(parent: TestItem, found: ReadonlySet<string>): void {
    const gone: TestItem[] = [];
    parent.children.forEach((item) => {
      const meaning = this.meanings.get(item);
      if (meaning?.type === 'faults' || meaning?.type === 'fault') return;
      this.prune(item, found);
      if (found.has(item.id) || item.children.size > 0) return;
      if (item.range && item.range.isEmpty && item.uri && this.discovered.has(item.uri.toString())) return;
      gone.push(item);
    });
    for (const item of gone) {
      parent.children.delete(item.id);
      const meaning = this.meanings.get(item);
      if (meaning?.type === 'test') this.tests.get(meaning.exercise.id)?.delete(meaning.key);
    }
  }

  private touch(uri: Uri): void {
    const exercise = this.exerciseOf(uri);
    if (!exercise) return;
    clearTimeout(this.timers.get(exercise.id));
    this.timers.set(
      exercise.id,
      setTimeout(() => {
        this.timers.delete(exercise.id);
        // What cannot be read now (a folder that was just deleted) is read when it changes again.
        this.resolve(exercise).catch(() => undefined);
      }, editDelay),
    );
  }
}

/** Sorts by line; always before the faults. */
function lineOrder(range: Range): string {
  return String(range.start.line).padStart(6, '0');
}

/** As the editor shows it, else as it lies on the disk. */
function sourceOf(uri: Uri): SourceFile {
  const address = uri.toString();
  const open = workspace.textDocuments.find((document) => document.uri.toString() === address);
  return open === undefined ? { uri: address } : { uri: address, text: open.getText() };
}

function parsedId(id: string): unknown[] {
  try {
    const value: unknown = JSON.parse(id);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
