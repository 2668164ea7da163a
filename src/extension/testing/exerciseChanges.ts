import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  EventEmitter,
  Uri,
  window,
  workspace,
  type Event,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import { allExercises } from '../../course/catalog.ts';
import type { Exercise } from '../../course/exercise.ts';
import { readBoundedTree, readBounds, type FileTree } from '../../course/fileTree.ts';
import { asShown } from '../../course/platform/lineEnds.ts';
import { pathFrom } from '../../course/platform/paths.ts';
import { readRegularText } from '../../course/regularFile.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { runReportingErrors } from '../userError.ts';
import { relevantFolders, type ExerciseDisk } from './exerciseDisk.ts';
import type { TestTree } from './testTree.ts';

export interface ExerciseChange {
  readonly exercise: Exercise;
  readonly uri: Uri;
  /** Path relative to the exercise's folder, with forward slashes. */
  readonly path: string;
}

export interface ExerciseChangesParts {
  readonly course: ActiveCourse;
  readonly tree: TestTree;
  readonly disk: ExerciseDisk;
  readonly log: LogOutputChannel;
}

/**
 * Changes of exercises' files, in editors and on the disk. The disk's events come late and also tell what an
 * editor saved, so a file whose text is the one that ran, or that was told already, is not told again.
 */
export class ExerciseChanges extends Disposables {
  private readonly course: ActiveCourse;
  private readonly tree: TestTree;
  private readonly edited = this.add(new EventEmitter<ExerciseChange>());
  private readonly stored = this.add(new EventEmitter<ExerciseChange>());
  /** By absolute path: the text that ran, or that was told since; null for a deleted file. */
  private readonly known = new Map<string, string | null>();
  /**
   * By absolute path: the text that was stored last. Not the same as the one that ran: a run may read a file that
   * was just stored, and leave out the tests that the file concerns.
   */
  private readonly storedTexts = new Map<string, string | null>();
  /** By absolute path: files that the disk told of a moment ago. */
  private readonly settling = new Map<string, NodeJS.Timeout>();
  private readonly log: LogOutputChannel;

  constructor({ course, tree, disk, log }: ExerciseChangesParts) {
    super();
    this.log = log;
    this.course = course;
    this.tree = tree;
    this.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // The first change after a save comes before the document is called unsaved, and that comes without a change.
        if (contentChanges.length > 0 || document.isDirty) this.onEdit(document);
      }),
    );
    // As when the editor brings back what was not saved before it was closed.
    this.add(workspace.onDidOpenTextDocument((document) => document.isDirty && this.onEdit(document)));
    this.add(workspace.onDidSaveTextDocument((document) => this.onStored(document.uri, document.getText())));
    this.add(disk.onDidChange((uri) => this.onDiskEvent(uri)));
    // Of what lies on some disks, as those of networks, nobody tells.
    this.add(window.onDidChangeWindowState(({ focused }) => focused && this.look()));
    this.add({ dispose: () => this.settling.forEach((timer) => clearTimeout(timer)) });
  }

  /** Fires when a file no longer is what the last run read. */
  get onDidEdit(): Event<ExerciseChange> {
    return this.edited.event;
  }

  /** Fires once for each text that is stored, by an editor or on the disk. */
  get onDidStore(): Event<ExerciseChange> {
    return this.stored.event;
  }

  /** A run of the exercise begins now: what lies on the disk at this moment is what it reads. */
  noteRun(exercise: Exercise): void {
    const folder = this.course.folderOf(exercise);
    for (const [path, text] of filesOf(folder))
      this.known.set(join(folder, ...path.split('/')), asShown(text));
  }

  /** What lies on the disk at this moment is stored already: only what comes later is told as that. */
  noteStored(): void {
    if (this.course.folder === null) return;
    for (const exercise of allExercises(this.course.catalog)) {
      const folder = this.course.folderOf(exercise);
      if (!existsSync(folder)) continue;
      for (const [path, text] of filesOf(folder))
        this.storedTexts.set(join(folder, ...path.split('/')), asShown(text));
    }
  }

  /** Looks at the files that ran, or were told of, as if the disk had told of them now. */
  private look(): void {
    if (this.course.folder === null) return;
    for (const path of this.known.keys()) this.onDiskEvent(Uri.file(path));
  }

  private onEdit(document: TextDocument): void {
    const change = this.changeAt(document.uri);
    // The editor followed the disk, and may have heard of it first.
    if (change && !document.isDirty) this.onDiskEvent(document.uri);
    // That can be some time after a run has read it.
    if (change && this.known.get(document.uri.fsPath) !== asShown(document.getText()))
      this.edited.fire(change);
  }

  /** Looks at the file when its writer is done: many empty or delete it first. */
  private onDiskEvent(uri: Uri): void {
    if (this.changeAt(uri) === null) return;
    clearTimeout(this.settling.get(uri.fsPath));
    const look = (): void => {
      this.settling.delete(uri.fsPath);
      // Read here and now: a text that was asked for earlier may be older than the run that began meanwhile.
      if (isFolder(uri.fsPath)) return;
      this.onStored(uri, textAt(uri.fsPath));
    };
    this.settling.set(
      uri.fsPath,
      setTimeout(() => void runReportingErrors(this.log, look), settleMs),
    );
  }

  private onStored(uri: Uri, text: string | null): void {
    const change = this.changeAt(uri);
    const now = text === null ? null : asShown(text);
    if (!change) return;
    if (this.known.get(uri.fsPath) !== now) {
      this.known.set(uri.fsPath, now);
      this.edited.fire(change);
    }
    if (this.storedTexts.get(uri.fsPath) === now) return;
    this.storedTexts.set(uri.fsPath, now);
    this.stored.fire(change);
  }

  private changeAt(uri: Uri): ExerciseChange | null {
    const exercise = this.tree.exerciseOf(uri);
    if (!exercise) return null;
    const folder = this.course.folderOf(exercise);
    return isRelevant(folder, uri) ? { exercise, uri, path: pathFrom(folder, uri.fsPath) } : null;
  }
}

/** Whether a file of an exercise can alter the result of its tests, or a folder with what lies in it. */
export function isRelevant(folder: string, uri: Uri): boolean {
  const path = pathFrom(folder, uri.fsPath);
  return relevantFolders.some((top) => `${path}/`.startsWith(`${top}/`));
}

/** Milliseconds of quiet on the disk before a file is looked at. */
const settleMs = 50;

/** The text of a file; null where there is none, or none that a run reads. */
function textAt(path: string): string | null {
  try {
    return readRegularText(path, readBounds.file);
  } catch {
    return null;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The files of an exercise that its tests may read, as far as they are read, by path relative to its folder. */
export function filesOf(folder: string): FileTree {
  return new Map(
    relevantFolders.flatMap((top) =>
      [...readBoundedTree(join(folder, top)).files].map(([path, text]): [string, string] => [
        `${top}/${path}`,
        text,
      ]),
    ),
  );
}
