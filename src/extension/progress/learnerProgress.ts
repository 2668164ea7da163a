import { mkdirSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  window,
  type Event,
  type LogOutputChannel,
  type Memento,
} from 'vscode';
import { messageOf } from '../../course/courseError.ts';
import type { Exercise } from '../../course/exercise.ts';
import {
  decodeProgress,
  gained,
  isWithin,
  merged,
  migrated,
  progressDocument,
  progressKeys,
  progressOf,
  type ExerciseProgress,
  type Progress,
} from '../../course/progress/progress.ts';
import type { ProgressFile, ProgressTrouble } from '../../course/progress/progressFile.ts';
import { Disposables } from '../disposables.ts';
import type { HintMemory } from '../lessons/exerciseHints.ts';
import { tell } from '../messages.ts';
import { showError } from '../userError.ts';

/** Key in the editor's memory that Settings Sync carries to other machines. */
const syncedKey = 'itlab.progress';
/** Milliseconds of quiet before the file is read that another window has written. */
const settleMs = 100;

export interface LearnerProgressParts {
  readonly file: ProgressFile;
  /** The editor's memory for all workspaces. */
  readonly memory: Memento & { setKeysForSync(keys: readonly string[]): void };
  readonly exercises: readonly Exercise[];
  readonly log: LogOutputChannel;
}

/**
 * The learner's progress in every course folder. It lies in a file of the extension's storage, which all windows
 * share, and once more in the editor's memory, which Settings Sync carries. Each is merged with what this window
 * knows before it is written, so none of them can take away what another has.
 */
export class LearnerProgress extends Disposables {
  private readonly parts: LearnerProgressParts;
  private readonly keys: ReadonlyMap<string, string>;
  private readonly changed = this.add(new EventEmitter<void>());
  private progress: Progress = { exercises: new Map() };
  /** Writes one after the other. */
  private saving: Promise<void> = Promise.resolve();
  private complained = false;
  /** What was told already: an older and a newer version may take turns. */
  private readonly told = new Set<ProgressTrouble['kind']>();
  private settling: NodeJS.Timeout | undefined;

  constructor(parts: LearnerProgressParts) {
    super();
    this.parts = parts;
    this.keys = progressKeys(parts.exercises);
    parts.memory.setKeysForSync([syncedKey]);
    this.look();
    this.watchFile();
    // Settings Sync tells nobody when it has brought something.
    this.add(window.onDidChangeWindowState(({ focused }) => focused && this.look()));
    this.add({ dispose: () => clearTimeout(this.settling) });
  }

  get onDidChange(): Event<void> {
    return this.changed.event;
  }

  /** The file it lies in. */
  get path(): string {
    return this.parts.file.path;
  }

  get all(): Progress {
    return this.progress;
  }

  of(exercise: Exercise): ExerciseProgress {
    return progressOf(this.progress, this.keyOf(exercise.id));
  }

  /** The key under which anything about an exercise is kept. */
  keyOf(exerciseId: string): string {
    return this.keys.get(exerciseId) ?? exerciseId;
  }

  /** Adds to an exercise what was achieved; kept at once, and written when its turn comes. */
  gain(exercise: Exercise, gain: Partial<ExerciseProgress>): void {
    this.take(gained(this.progress, this.keyOf(exercise.id), gain));
  }

  /** How far hints were shown, by an exercise's id and what the ladder is about. */
  readonly hints: HintMemory = {
    get: (exercise, key) => progressOf(this.progress, this.keyOf(exercise)).hints.get(key) ?? 0,
    set: (exercise, key, step) =>
      this.addAll(gained(this.progress, this.keyOf(exercise), { hints: new Map([[key, step]]) })),
  };

  /** Adds a progress from elsewhere. Resolves when it is written. */
  async addAll(progress: Progress): Promise<void> {
    this.take(progress);
    await this.saving;
  }

  /** Resolves when everything that is known was written, or could not be. */
  get settled(): Promise<void> {
    return this.saving;
  }

  /** Reads what other windows and machines have written, and writes what they do not have. */
  look(): void {
    const { progress, trouble } = this.parts.file.read();
    this.note(trouble);
    const synced = this.synced();
    this.take(merged(progress, synced.progress));
    const missing = !isWithin(this.progress, progress) || !isWithin(this.progress, synced.progress);
    if (missing) this.save();
  }

  private take(other: Progress): void {
    const { exercises } = this.parts;
    const after = migrated(merged(this.progress, other), exercises);
    if (isWithin(after, this.progress)) return;
    this.progress = after;
    this.changed.fire();
    this.save();
  }

  private save(): void {
    this.saving = this.saving.then(() => this.write());
  }

  /** Never rejects. */
  private async write(): Promise<void> {
    const { file, memory, log } = this.parts;
    try {
      const { progress, trouble } = await file.add(this.progress);
      this.note(trouble);
      this.take(progress);
      this.complained = false;
    } catch (thrown) {
      log.error(`The progress was not written: ${messageOf(thrown)}`);
      // Once, and not again for each test that is run on a full disk.
      if (!this.complained) void showError(log, thrown);
      this.complained = true;
    }
    try {
      const { progress, replaceable } = this.synced();
      if (replaceable && !isWithin(this.progress, progress))
        await memory.update(syncedKey, progressDocument(this.progress));
    } catch (thrown) {
      log.error(`The progress was not handed to Settings Sync: ${messageOf(thrown)}`);
    }
  }

  private synced(): { readonly progress: Progress; readonly replaceable: boolean } {
    const value = this.parts.memory.get<unknown>(syncedKey);
    const { progress, trouble } = decodeProgress(value);
    if (value !== undefined && trouble !== null)
      this.parts.log.warn(`The progress in the editor's memory is ${trouble}: ${JSON.stringify(value)}`);
    // A newer extension on another machine keeps there what this one would lose.
    return { progress, replaceable: trouble !== 'newer' };
  }

  private watchFile(): void {
    const { file, log } = this.parts;
    try {
      mkdirSync(dirname(file.path), { recursive: true });
      // The folder, because each write puts a new file in the place of the old one.
      const watcher = watch(dirname(file.path), { persistent: false }, (_event, name) => {
        if (name !== null && name !== basename(file.path)) return;
        clearTimeout(this.settling);
        this.settling = setTimeout(() => this.look(), settleMs);
      });
      watcher.on('error', (error) => log.warn(`The progress is no longer watched: ${error.message}`));
      this.add({ dispose: () => watcher.close() });
    } catch (error) {
      log.warn(`Progress made in other windows shows when this one gets the focus: ${messageOf(error)}`);
    }
  }

  private note(trouble: ProgressTrouble | null): void {
    if (!trouble?.first || this.told.has(trouble.kind)) return;
    this.told.add(trouble.kind);
    this.tellTrouble(trouble);
  }

  private tellTrouble({ kind, copy }: ProgressTrouble): void {
    const { path } = this.parts.file;
    this.parts.log.warn(`${path} is ${kind}; copy: ${copy ?? 'none'}`);
    if (copy === null) {
      void tell(
        'warning',
        l10n.t(
          'Your progress in {0} cannot be read, so that file is left alone. Nothing in it is lost; new progress is kept in the memory of the editor.',
          path,
        ),
        { [l10n.t('Show the Folder')]: () => commands.executeCommand('revealFileInOS', Uri.file(path)) },
      );
      return;
    }
    const text =
      kind === 'newer'
        ? l10n.t(
            'Your progress was written by a newer version of this extension. What this version knows of it was taken over, and all of it is kept in {0}. Update the extension to see the rest.',
            basename(copy),
          )
        : l10n.t(
            'The file of your progress was damaged. What could be read was taken over, and the file as it was is kept as {0}.',
            basename(copy),
          );
    void tell('warning', text, {
      [l10n.t('Show the File')]: () => commands.executeCommand('vscode.open', Uri.file(copy)),
    });
  }
}
