import type { Exercise } from '../../course/exercise.ts';
import { hintLadders, loadHintTexts, type HintLadder } from '../../course/grading/hintLadders.ts';
import type { HintTexts } from '../../course/manifestSchemas.ts';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import type { ShownHints } from '../../protocol/hints.ts';

/** How far each ladder was climbed. */
export interface HintMemory {
  /** The highest step shown, 1-based; 0 when none was. */
  get(exercise: string, key: string): number;
  set(exercise: string, key: string, step: number): PromiseLike<void>;
}

const noTexts: HintTexts = { survivors: {}, findings: {} };

/** Hands out hints step by step. Only what was asked for leaves it, and what was asked for stays shown. */
export class ExerciseHints {
  /** Called with the exercise of which more is shown now. */
  onDidShow: (exercise: Exercise) => void = () => undefined;
  private readonly lessons: string;
  private readonly memory: HintMemory;
  private texts: HintTexts | undefined;
  /** Ladders hold the texts of patches, and a state is sent many times while a grade runs. */
  private readonly ladders = new WeakMap<GradeResult | Exercise, readonly HintLadder[]>();

  /** @param lessons the folder of the course's data; read when the first hints are looked at. */
  constructor(lessons: string, memory: HintMemory) {
    this.lessons = lessons;
    this.memory = memory;
  }

  /** What the page may know, a ladder for each kind of finding. */
  shown(exercise: Exercise, grade: GradeResult | null): ShownHints[] {
    return this.laddersOf(exercise, grade).map(({ key, steps }) => ({
      exercise: exercise.id,
      key,
      total: steps.length,
      shown: steps.slice(0, this.memory.get(exercise.id, key)),
    }));
  }

  /**
   * Shows a ladder's steps up to this one, 1-based.
   * @returns false when nothing is to be seen that was not before.
   */
  async show(exercise: Exercise, grade: GradeResult | null, key: string, step: number): Promise<boolean> {
    const ladder = this.laddersOf(exercise, grade).find((one) => one.key === key);
    const known = this.memory.get(exercise.id, key);
    const wanted = Math.min(step, ladder?.steps.length ?? 0);
    if (wanted <= known) return false;
    await this.memory.set(exercise.id, key, wanted);
    this.onDidShow(exercise);
    return true;
  }

  /** What a ladder is about, in words that give nothing away. */
  about(exercise: Exercise, grade: GradeResult | null, key: string): string {
    return this.laddersOf(exercise, grade).find((one) => one.key === key)?.about ?? key;
  }

  private laddersOf(exercise: Exercise, grade: GradeResult | null): readonly HintLadder[] {
    const known = this.ladders.get(grade ?? exercise);
    if (known) return known;
    // Before the first grade there are the exercise's own hints only, and a page need not wait for the others.
    const texts = grade === null ? noTexts : (this.texts ??= loadHintTexts(this.lessons));
    const all = hintLadders(exercise, grade, texts);
    // Findings of one kind have one ladder: the same steps help with each of them.
    const first = all.filter(({ key }, index) => all.findIndex((other) => other.key === key) === index);
    this.ladders.set(grade ?? exercise, first);
    return first;
  }
}
