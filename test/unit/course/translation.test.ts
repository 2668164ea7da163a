import assert from 'node:assert/strict';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { CourseError } from '../../../src/course/courseError.ts';
import { validateCourse } from '../../../src/course/validation/validateCourse.ts';
import { sampleCourse } from '../../support/sampleCourse.ts';
import { soundQuestion } from '../../support/soundExercise.ts';
import { addSchemas, useScratch } from '../../support/scratch.ts';

const page = '01-sample/lesson.de.md';
const manifest = '01-sample/exercises/notes/exercise.de.json';
const german = {
  [page]: '---\ntitle: Eine Beispiellektion\n---\n\n# Ein Beispiel\n\nText.\n\n[exercise: notes]\n',
  [manifest]: JSON.stringify({
    task: 'Schreibe Tests, die merken, was ein Stub nicht zeigt.',
    hints: ['Lies zurück, was du schreibst.', 'Füge eine fremde Notiz hinzu.', 'Vergleiche den ganzen Text.'],
    faults: { unscoped: { title: 'zählt alle Notizen' } },
  }),
};

describe('a course in another language', () => {
  const scratch = useScratch();
  const courseWith = (changes: Record<string, string>): string => {
    const lessons = scratch(sampleCourse(changes));
    addSchemas(lessons);
    return lessons;
  };
  const lessonIn = (language: string, changes: Record<string, string> = german) => {
    const [lesson] = loadCatalog(courseWith(changes), language).lessons;
    const exercise = lesson?.exerciseList[0];
    assert.ok(lesson && exercise);
    return { lesson, exercise: exercise.manifest };
  };
  const problemsWith = (changes: Record<string, string>): readonly string[] => {
    const lessons = courseWith({ ...german, ...changes });
    const proof = validateCourse(loadCatalog(lessons), lessons).proofs.find(
      ({ id }) => id === 'translations',
    );
    assert.ok(proof);
    assert.equal(proof.ok, proof.messages.length === 0);
    return proof.messages.map((message) => message.replace(/^.*[\\/]/, ''));
  };

  it('shows what is translated, and the rest in English', () => {
    const { lesson, exercise } = lessonIn('de');
    assert.equal(lesson.title, 'Eine Beispiellektion');
    assert.equal(lesson.language, 'de');
    assert.match(lesson.markdown, /# Ein Beispiel\n\nText\./);
    assert.deepEqual(lesson.objectives, ['Test the course itself']);
    assert.equal(exercise.title, 'Notes on SQLite');
    assert.match(exercise.task, /^Schreibe/);
    assert.match(exercise.hints[2] ?? '', /^Vergleiche/);
    const [unscoped, notStored] = exercise.faults;
    assert.deepEqual(
      [unscoped?.title, unscoped?.symptom, unscoped?.caughtBy, notStored?.title],
      [
        'zählt alle Notizen',
        'Notes are not what they were.',
        ['counts only the notes of the owner'],
        'The fault not-stored',
      ],
    );
  });

  it('takes the language where there is nothing for the region', () => {
    assert.equal(lessonIn('de-AT').lesson.title, 'Eine Beispiellektion');
    const own = { ...german, '01-sample/lesson.de-at.md': '# Beispiel\n\n[exercise: notes]\n' };
    const { lesson } = lessonIn('de-AT', own);
    assert.equal(lesson.title, 'A sample lesson');
    assert.match(lesson.markdown, /^# Beispiel/);
  });

  it('is the original in English, without a translation, and for what is no language', () => {
    for (const language of ['en', 'en-GB', 'fr', '', '../de', 'DE/../de']) {
      const { lesson, exercise } = lessonIn(language);
      assert.equal(lesson.title, 'A sample lesson', language);
      assert.equal(lesson.language, 'en');
      assert.match(exercise.task, /^Write tests/);
    }
  });

  it('keeps the hints of the original when there are not as many', () => {
    const fewer = { ...german, [manifest]: JSON.stringify({ hints: ['Nur ein Hinweis hier.'] }) };
    assert.equal(lessonIn('de', fewer).exercise.hints.length, 3);
  });

  it('names the file that cannot be read', () => {
    for (const [path, text] of [
      [page, '---\nsurprise: 1\n---\n'],
      [page, '---\n: [\n---\n'],
      [manifest, '{'],
      [manifest, '{"kind":"write-tests"}'],
    ] as const) {
      assert.throws(
        () => lessonIn('de', { ...german, [path]: text }),
        (error: unknown) =>
          error instanceof CourseError &&
          error.code === 'broken-manifest' &&
          error.message.includes(path.split('/').at(-1) ?? ''),
      );
    }
  });

  describe('is proved to fit', () => {
    it('when it does', () => {
      assert.deepEqual(problemsWith({}), []);
      const code = `# Ein Beispiel\n\n\`\`\`sh\n# kein Titel\n\`\`\`\n\n[exercise: notes]\n`;
      assert.deepEqual(problemsWith({ [page]: code }), []);
    });

    it('not when a heading or an exercise is missing', () => {
      assert.deepEqual(problemsWith({ [page]: '## Ein Beispiel\n' }), [
        'lesson.de.md has headings of the levels 2; lesson.md has 1.',
        'lesson.de.md places the exercises (none); lesson.md places notes.',
      ]);
    });

    it('not when objectives, hints or faults are others', () => {
      const objectives =
        '---\nobjectives: [Erstens dies, Zweitens das]\n---\n# Ein Beispiel\n\n[exercise: notes]\n';
      const other = { hints: ['Nur ein Hinweis hier.'], faults: { gone: { title: 'weg damit' } } };
      assert.deepEqual(problemsWith({ [page]: objectives, [manifest]: JSON.stringify(other) }), [
        'lesson.de.md has 2 objectives; lesson.md has 1.',
        "exercise.de.json names a fault 'gone' that exercise.json does not have.",
        'exercise.de.json has 1 hints; exercise.json has 3.',
      ]);
    });

    it('not when another answer of a question is right, or a question is missing', () => {
      const question = soundQuestion('Was kommt zuerst?');
      const sample = sampleCourse()['01-sample/lesson.md'] ?? '';
      const asking = sample.replace('[exercise', `${soundQuestion('What comes first?')}\n[exercise`);
      const inGerman = (text: string): Record<string, string> => ({
        '01-sample/lesson.md': asking,
        [page]: `# Ein Beispiel\n\n${text}\n[exercise: notes]\n`,
      });
      assert.deepEqual(problemsWith(inGerman(question)), []);
      assert.deepEqual(
        problemsWith(inGerman(question.replace('[x]', '[ ]').replace('[ ] That', '[x] That'))),
        ['lesson.de.md has questions whose right answers are 2 of 3; those of lesson.md are 1 of 3.'],
      );
      assert.deepEqual(problemsWith(inGerman('')), [
        'lesson.de.md has questions whose right answers are (none); those of lesson.md are 1 of 3.',
      ]);
    });

    it('not when a file cannot be read', () => {
      assert.match(problemsWith({ [manifest]: '{' })[0] ?? '', /^exercise\.de\.json cannot be read/);
    });
  });
});
