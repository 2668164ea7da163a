import { Command, InvalidArgumentError, CommanderError, Option } from 'commander';
import { CourseError, messageOf } from '../course/courseError.ts';
import { exerciseKinds } from '../course/manifestSchemas.ts';
import { markedLines, plainText } from '../protocol/shownText.ts';
import { check, type CheckArguments } from './commands/check.ts';
import { doctor, type DoctorArguments } from './commands/doctor.ts';
import { grade, type GradeArguments } from './commands/grade.ts';
import { gradeAll } from './commands/gradeAll.ts';
import { lint, type LintArguments } from './commands/lint.ts';
import { list } from './commands/list.ts';
import {
  newExercise,
  newLesson,
  type NewExerciseArguments,
  type NewLessonArguments,
} from './commands/new.ts';
import { rules } from './commands/rules.ts';
import { start } from './commands/start.ts';
import { validate, type ValidateArguments } from './commands/validate.ts';
import { exitStatus, printJson, type Environment } from './environment.ts';

interface Json {
  readonly json: boolean;
}

/**
 * `itlab`: the arguments of every command, and nothing else.
 * @param args without the names of Node and the program.
 * @returns the exit status; what goes wrong is printed, never thrown.
 */
export async function runItlab(args: readonly string[], outside: Environment): Promise<number> {
  // Whatever a command forgets: nothing that it prints steers a terminal.
  const environment: Environment = {
    installation: outside.installation,
    compilerFrom: outside.compilerFrom,
    cwd: outside.cwd,
    variables: outside.variables,
    // Not asked for before a command does: from then on signals are heard.
    get signal() {
      return outside.signal;
    },
    out: (text) => outside.out(plainText(text)),
    err: (text) => outside.err(plainText(text)),
  };
  let status: number = exitStatus.unusable;
  const finish = async (json: boolean, command: () => number | Promise<number>): Promise<void> => {
    try {
      status = await command();
    } catch (thrown) {
      reportError(environment, thrown, json);
    }
  };
  const json = (): Option => new Option('--json', 'print one JSON document and nothing else').default(false);
  const lessons = (): Option =>
    new Option('--lessons <dir>', 'the folder of lessons; by default the one that belongs to this program');

  const program = new Command('itlab')
    .description('Integration Testing Lab on the command line: the same verdicts as in the editor.')
    .exitOverride()
    .configureOutput({ writeOut: environment.out, writeErr: environment.err })
    .addHelpText('after', '\nExit status: 0 good, 1 not good, 2 bad usage or nothing could be judged.');
  program
    .command('list')
    .description('list lessons and exercises')
    .addOption(json())
    .action((options: Json) => finish(options.json, () => list(environment, options)));
  program
    .command('start')
    .description('create the course folder; files that exist are left as they are')
    .argument('<dir>', 'where to create it')
    .action((folder: string) => finish(false, () => start(environment, folder)));
  program
    .command('grade')
    .description("grade a learner's files, the model answer, or the starter")
    .argument('[exercise]', 'its id, or a unique trailing part of it')
    .addOption(
      new Option('--all', 'grade every exercise of the course folder that was begun')
        .default(false)
        .conflicts(['in', 'solution', 'starter', 'hints']),
    )
    .option('--in <dir>', 'the exercise folder; by default it is found from the current folder')
    .addOption(new Option('--solution', 'grade the model answer').default(false).conflicts(['in', 'starter']))
    .addOption(
      new Option('--starter', 'grade the untouched starter').default(false).conflicts(['in', 'solution']),
    )
    .addOption(json())
    .option('--junit <file>', 'also write a JUnit XML report')
    .addOption(
      new Option('--hints <steps>', 'print so many steps of each hint: the last one is the answer')
        .argParser(stepsOf)
        .default(0),
    )
    .action((exercise: string | undefined, options: GradeArguments & { all: boolean }, command: Command) => {
      if ((exercise === undefined) !== options.all) command.error('error: name one exercise, or use --all');
      return finish(options.json, () =>
        exercise === undefined ? gradeAll(environment, options) : grade(environment, exercise, options),
      );
    });
  program
    .command('validate')
    .description('prove exercises sound (for authors of lessons)')
    .argument('[exercise...]', 'all exercises, and the course as a whole, when none is named')
    .addOption(json())
    .option('--quick', 'leave out the proofs that repeat everything under load', false)
    .option('--times', 'with --json: how long each exercise took', false)
    .option('--promises', 'print what the contract promises and leaves open, and what stands for it', false)
    .addOption(lessons())
    .action((exercises: string[], options: ValidateArguments) =>
      finish(options.json, () => validate(environment, exercises, options)),
    );
  program
    .command('doctor')
    .description('what is wrong with this machine and the course folder here')
    .addOption(json())
    .option('--mend', 'link packages and create files that are missing', false)
    .action((options: DoctorArguments) => finish(options.json, () => doctor(environment, options)));
  const create = program
    .command('new')
    .description('begin a lesson or an exercise with a small one that is whole (for authors of lessons)');
  const kind = (): Option => new Option('--kind <kind>', 'what the learner does').choices([...exerciseKinds]);
  create
    .command('lesson')
    .description('create a lesson: the outline of its page, and a first exercise')
    .argument('<name>', 'its place in the course and words: 03-isolation')
    .option('--title <title>', 'made from the name by default')
    .option('--exercise <name>', 'name of the first exercise; by default that of the lesson')
    .addOption(kind().default('write-tests'))
    .addOption(lessons())
    .action((name: string, options: NewLessonArguments) =>
      finish(false, () => newLesson(environment, name, options)),
    );
  create
    .command('exercise')
    .description('create an exercise, and add it to the list of its lesson')
    .argument('<id>', 'the lesson and a name: 03-isolation/registration')
    .addOption(kind().makeOptionMandatory())
    .option('--title <title>', 'made from the name by default')
    .addOption(lessons())
    .action((id: string, options: NewExerciseArguments) =>
      finish(false, () => newExercise(environment, id, options)),
    );
  program
    .command('check')
    .description('what the tests of any mocha project leave behind, and whether they depend on their order')
    .argument('[files...]', "test files or folders; the project's own selection when none is named")
    .addOption(json())
    .option('--junit <file>', 'also write a JUnit XML report')
    .action((files: string[], options: CheckArguments) =>
      finish(options.json, () => check(environment, files, options)),
    );
  program
    .command('lint')
    .description("the editor's diagnostics for test files")
    .argument(
      '[files...]',
      'files, folders or patterns; the tests below the current folder when none is named',
    )
    .addOption(
      new Option('--fix', 'apply the fixes that are safe unseen, as the editor does on save').default(false),
    )
    .addOption(new Option('--fix-preferred', 'apply every one-click fix; look at the changes').default(false))
    .option('--no-settings', 'leave out itlab.rules of .vscode/settings.json')
    .addOption(
      new Option(
        '--eslint',
        "leave to the project's own ESLint what it reports too: this runs its configuration, so only where you trust it",
      ).default(false),
    )
    .addOption(json())
    .action((files: string[], options: LintArguments) =>
      finish(options.json, () => lint(environment, files, options)),
    );
  program
    .command('rules')
    .description('list every diagnostic and code action')
    .addOption(json())
    .action((options: Json) => finish(options.json, () => rules(environment, options)));

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    // commander has printed what was wrong with the arguments, or the help that was asked for.
    return thrown.exitCode === 0 ? exitStatus.good : exitStatus.unusable;
  }
  return status;
}

/** Says what went wrong and what to do, in the form asked for. */
function reportError(environment: Environment, thrown: unknown, json: boolean): void {
  const expected = thrown instanceof CourseError;
  const code = expected ? thrown.code : 'unexpected';
  const message = messageOf(thrown);
  const remedy = expected ? thrown.remedy : 'This is a defect of itlab. Please report it.';
  if (json) printJson(environment, { problems: [{ code, message: `${message} ${remedy}` }] });
  else environment.err(`itlab: ${markedLines(message)}\n       ${markedLines(remedy)}\n`);
  if (!expected && thrown instanceof Error) environment.err(`${thrown.stack ?? ''}\n`);
}

function stepsOf(text: string): number {
  if (/^[0-3]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use 0, 1, 2 or 3.');
}
