import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import {
  commands,
  env,
  l10n,
  QuickPickItemKind,
  Uri,
  window,
  type LogOutputChannel,
  type Memento,
  type QuickPickItem,
} from 'vscode';
import {
  carryOut,
  changesToAnswer,
  changesToAttempt,
  changesToStarter,
  textChanges,
  type Changes,
} from '../../course/attempts/changes.ts';
import type { Content } from '../../course/writing/atomicWrite.ts';
import type { AttemptReason } from '../../course/attempts/attemptFormat.ts';
import type { Attempt, AttemptPlace, AttemptStore } from '../../course/attempts/attemptStore.ts';
import { readHeldFile } from '../../course/attempts/heldFiles.ts';
import { messageOf } from '../../course/courseError.ts';
import { noteAsOurs } from '../../course/courseRecord.ts';
import { answersOf, starterFiles, type Exercise } from '../../course/exercise.ts';
import { solutionSubmission } from '../../course/grading/submission.ts';
import type { Answer } from '../../course/manifestSchemas.ts';
import { forLabel } from '../../protocol/shownText.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import { tell } from '../messages.ts';
import { answerTitle, attemptTitle, type ComparedFile, type Comparisons } from './comparisons.ts';
import { confirm } from './confirm.ts';
import { closeEditors, showFromDisk } from './shownFiles.ts';
import { assertSaved, hasUnsavedWork, saveWork } from './unsavedWork.ts';
import { versionUri, type Version } from './versionDocuments.ts';

/** Key in the workspace's memory: ids of the exercises whose model answer the learner asked to see. */
const revealed = 'itlab.answersShown';

export interface AttemptParts {
  readonly course: ActiveCourse;
  readonly states: ExerciseStates;
  readonly store: AttemptStore;
  /** Where the attempts of an exercise are kept. */
  readonly placeOf: (exercise: Exercise) => AttemptPlace;
  readonly memory: Memento;
  readonly comparisons: Comparisons;
  /** Ends what runs of an exercise, and resolves when nothing does any more. */
  readonly stop: (exercise: Exercise) => Promise<void>;
  /** Called in the turn in which an exercise's files were replaced. */
  readonly onReplaced: (exercise: Exercise, reason: AttemptReason) => void;
  readonly log: LogOutputChannel;
}

/** Starting again, model answers, and the way back from both. Whatever is overwritten is kept before. */
export class Attempts {
  private readonly parts: AttemptParts;

  constructor(parts: AttemptParts) {
    this.parts = parts;
  }

  /** Brings the files of the starter back, when the learner confirms it. */
  async reset(exercise: Exercise): Promise<void> {
    const { title } = exercise.manifest;
    const place = this.parts.placeOf(exercise);
    if (changesToStarter(exercise, place.folder).size === 0 && !hasUnsavedWork(place.folder)) {
      void tell('information', l10n.t('"{0}" is as it was at the start.', title));
      return;
    }
    const agreed = await confirm({
      title: l10n.t('Reset "{0}" to its start?', title),
      text: l10n.t('Files that you added stay where they are.'),
      action: l10n.t('Reset'),
      detail: l10n.t('Your files are kept first: "Restore Previous Attempt" brings them back.'),
    });
    if (!agreed) return;
    await this.change(exercise, 'reset', () => changesToStarter(exercise, place.folder));
    await this.noteStarter(exercise, place.course);
    this.tellWithWayBack(exercise, l10n.t('"{0}" is as it was at the start. Your files are kept.', title));
  }

  /** Lets the learner choose an attempt, shows what restoring it changes, and does it when they say so. */
  async restore(exercise: Exercise): Promise<void> {
    const { store } = this.parts;
    const { title } = exercise.manifest;
    const place = this.parts.placeOf(exercise);
    const id = await this.pickAttempt(exercise, place);
    if (id === undefined) return;
    const files = store.read(place, id);
    const changes = changesToAttempt(exercise, place.folder, files);
    if (changes.size === 0 && !hasUnsavedWork(place.folder)) {
      void tell('information', l10n.t('The files of "{0}" are as they were then.', title));
      return;
    }
    const others = await this.showChanges(attemptTitle(exercise), place.folder, changes, {
      kind: 'attempt',
      exercise,
      attempt: id,
    });
    const agreed = await confirm({
      title: l10n.t('Restore "{0}"?', title),
      text:
        others.length > 0
          ? l10n.t('Not in the comparison, because they are no text: {0}', others.join(', '))
          : l10n.t('The comparison shows what changes: from how it is now to how it was then.'),
      action: l10n.t('Restore This Attempt'),
      detail: l10n.t('How the files are now is kept too.'),
    });
    if (!agreed) return;
    await this.change(exercise, 'restore', () => changesToAttempt(exercise, place.folder, files));
    this.tellWithWayBack(exercise, l10n.t('The attempt at "{0}" is restored.', title));
  }

  /** Shows the learner's files beside a model answer. */
  async compare(exercise: Exercise): Promise<void> {
    const { title } = exercise.manifest;
    const { folder } = this.parts.placeOf(exercise);
    if (!(await this.mayReveal(exercise))) return;
    const answer = await this.pickAnswer(exercise);
    if (!answer) return;
    const changes = textChanges(folder, solutionSubmission(exercise, answer.id).files);
    if (changes.size === 0) {
      void tell('information', l10n.t('The files of "{0}" are those of the model answer.', title));
      return;
    }
    await this.showChanges(answerTitle(exercise, answer), folder, changes, {
      kind: 'answer',
      exercise,
      answer: answer.id,
    });
    if (answer.reasoning === '') return;
    void tell('information', `${answer.title}. ${answer.reasoning}`, {
      [l10n.t('Compare with Another…')]: () => commands.executeCommand('itlab.compareSolution', exercise.id),
    });
  }

  /**
   * Puts a model answer in the place of the learner's files, when they confirm it.
   * @param id of the answer; null to ask, where there are several.
   */
  async apply(exercise: Exercise, id: string | null = null): Promise<void> {
    const { title } = exercise.manifest;
    const { folder } = this.parts.placeOf(exercise);
    const answer = answersOf(exercise).find((known) => known.id === id) ?? (await this.pickAnswer(exercise));
    if (!answer) return;
    if (changesToAnswer(exercise, folder, answer.id).size === 0 && !hasUnsavedWork(folder)) {
      void tell('information', l10n.t('The files of "{0}" are those of the model answer.', title));
      return;
    }
    const agreed = await confirm({
      title: l10n.t('Put the model answer of "{0}" in the place of your files?', title),
      text:
        answer.title === ''
          ? l10n.t('Files that you added stay where they are.')
          : l10n.t('It is "{0}". Files that you added stay where they are.', answer.title),
      action: l10n.t('Apply the Model Answer'),
      detail: l10n.t('Your files are kept first: "Restore Previous Attempt" brings them back.'),
    });
    if (!agreed) return;
    await this.change(exercise, 'solution', () => changesToAnswer(exercise, folder, answer.id));
    await this.remember(exercise);
    this.tellWithWayBack(
      exercise,
      l10n.t('The files of "{0}" are those of the model answer. Yours are kept.', title),
    );
  }

  /** @param changes asked for at the last moment, because files change while people read. */
  private async change(exercise: Exercise, reason: AttemptReason, changes: () => Changes): Promise<void> {
    const place = this.parts.placeOf(exercise);
    await saveWork(place.folder);
    // Nothing is judged by files of which some are replaced.
    await this.parts.stop(exercise);
    // From here on nothing is awaited, so that no typed text comes in between.
    assertSaved(place.folder);
    const made = changes();
    const attempt = carryOut(this.parts.store, place, reason, made);
    this.parts.log.info(
      `${exercise.id}, ${reason}: kept as attempt ${attempt?.id ?? '(there was nothing)'}.`,
    );
    this.parts.onReplaced(exercise, reason);
    await Promise.all([
      this.parts.comparisons.refresh(exercise, (answer) =>
        textChanges(place.folder, solutionSubmission(exercise, answer).files).keys(),
      ),
      closeEditors(
        [...made].flatMap(([path, content]) => (content === null ? [join(place.folder, path)] : [])),
      ),
    ]);
    await showFromDisk([...made.keys()].map((path) => join(place.folder, path)));
  }

  /** What cannot be noted counts as the learner's, which costs an update and no file. */
  private async noteStarter(exercise: Exercise, course: string): Promise<void> {
    const starter = [...starterFiles(exercise)];
    try {
      await noteAsOurs(
        course,
        starter.map(([path, text]) => [`${exercise.id}/${path}`, text]),
      );
    } catch (error) {
      this.parts.log.warn(`${exercise.id}: ${messageOf(error)}`);
    }
  }

  private tellWithWayBack(exercise: Exercise, message: string): void {
    void tell('information', message, {
      [l10n.t('Restore Previous Attempt…')]: () =>
        commands.executeCommand('itlab.restoreAttempt', exercise.id),
    });
  }

  private async pickAttempt(exercise: Exercise, place: AttemptPlace): Promise<string | undefined> {
    const { attempts, damaged } = this.parts.store.list(place);
    for (const { why } of damaged) this.parts.log.warn(why);
    const { title } = exercise.manifest;
    if (attempts.length + damaged.length === 0) {
      void tell(
        'information',
        l10n.t(
          'There is no earlier attempt at "{0}". One is kept before anything overwrites your files.',
          title,
        ),
      );
      return undefined;
    }
    const items: (QuickPickItem & { readonly id?: string })[] = attempts.map((attempt) => ({
      label: timeText(attempt.time),
      description: reasonText(attempt),
      detail: this.differenceText(exercise, place, attempt),
      id: attempt.id,
    }));
    if (damaged.length > 0) {
      items.push({ label: l10n.t('Damaged'), kind: QuickPickItemKind.Separator });
      items.push(
        ...damaged.map(({ id, why }) => ({
          label: l10n.t('$(warning) Cannot be restored'),
          detail: forLabel(why),
          id,
        })),
      );
    }
    const picked = await window.showQuickPick(items, {
      title: l10n.t('Restore "{0}"', title),
      matchOnDescription: true,
      placeHolder: l10n.t('Which attempt? You see what changes before anything does.'),
    });
    return picked?.id;
  }

  private differenceText(exercise: Exercise, place: AttemptPlace, { id, paths }: Attempt): string {
    try {
      const changes = changesToAttempt(exercise, place.folder, this.parts.store.read(place, id));
      if (changes.size === 0) return l10n.t('The same as now');
      return l10n.t(
        'Files that differ from now: {0} of {1}',
        changes.size,
        Math.max(changes.size, paths.length),
      );
    } catch {
      // What keeps it from being compared is told when it is chosen.
      return l10n.t('Files: {0}', paths.length);
    }
  }

  /** Whether the model answers may be shown; asks once an exercise, and not at all once it was complete. */
  async mayReveal(exercise: Exercise): Promise<boolean> {
    const { memory, states } = this.parts;
    if (states.get(exercise).completed) return true;
    if (memory.get<readonly string[]>(revealed, []).includes(exercise.id)) return true;
    const agreed = await confirm({
      title: l10n.t('Show the model answer of "{0}"?', exercise.manifest.title),
      text: l10n.t('The exercise is not complete yet. Looking costs nothing but the surprise.'),
      action: l10n.t('Show the Model Answer'),
      detail: l10n.t('Your files stay as they are.'),
    });
    if (!agreed) return false;
    await this.remember(exercise);
    return true;
  }

  private async remember(exercise: Exercise): Promise<void> {
    const { memory } = this.parts;
    const known = memory.get<readonly string[]>(revealed, []);
    await memory.update(revealed, [...new Set([...known, exercise.id])]);
  }

  private async pickAnswer(exercise: Exercise): Promise<Answer | undefined> {
    const answers = answersOf(exercise);
    if (answers.length === 1) return answers[0];
    const picked = await window.showQuickPick(
      answers.map((answer) => ({
        label: forLabel(answer.title),
        detail: forLabel(answer.reasoning),
        answer,
      })),
      {
        title: l10n.t('Model answers of "{0}"', exercise.manifest.title),
        placeHolder: l10n.t('Which one?'),
      },
    );
    return picked?.answer;
  }

  /**
   * Opens VS Code's own comparison of the files that would change.
   * @returns paths that it cannot show, because there is no text to compare.
   */
  private async showChanges(
    title: string,
    folder: string,
    changes: Changes,
    version: Version,
  ): Promise<string[]> {
    const shown: ComparedFile[] = [];
    const others: string[] = [];
    for (const [path, content] of changes) {
      const present = readHeldFile(folder, path);
      if (!isText(present) || !isText(content)) {
        others.push(path);
        continue;
      }
      const uri = Uri.file(join(folder, path));
      shown.push([uri, present ? uri : undefined, content ? versionUri(version, folder, path) : undefined]);
    }
    const paths = [...changes.keys()].filter((path) => !others.includes(path));
    if (shown.length > 0) await this.parts.comparisons.open(title, shown, paths);
    return others;
  }
}

/** Nothing at all compares well with a text. */
function isText(content: Content | 'unfit' | null): boolean {
  if (content === null) return true;
  return content !== 'unfit' && content.kind === 'file' && isUtf8(content.bytes);
}

/** In an order of day and month that nobody takes for the other. */
function timeText(time: Date): string {
  const form = { dateStyle: 'medium', timeStyle: 'short' } as const;
  try {
    return time.toLocaleString(env.language, form);
  } catch {
    return time.toLocaleString(undefined, form);
  }
}

function reasonText({ reason }: Attempt): string {
  switch (reason) {
    case 'reset':
      return l10n.t('before a reset');
    case 'solution':
      return l10n.t('before a model answer was applied');
    case 'restore':
      return l10n.t('before another attempt was restored');
    case 'update':
      return l10n.t('before the course was updated');
  }
}
