import { Command, CommanderError, Option } from 'commander';
import { grade, type GradeArguments } from './commands/grade.ts';
import { list } from './commands/list.ts';
import { start } from './commands/start.ts';
import { validate } from './commands/validate.ts';
import { exitStatus, reportError } from './report.ts';

/** `itlab`: the arguments of every command, and nothing else. */
const program = new Command('itlab')
  .description('Integration Testing Lab on the command line: the same verdicts as in the editor.')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .addHelpText('after', '\nExit status: 0 good, 1 not good, 2 bad usage or nothing could be judged.');

const json = (): Option => new Option('--json', 'print one JSON document and nothing else').default(false);

program
  .command('list')
  .description('list lessons and exercises')
  .addOption(json())
  .action((options: { json: boolean }) => finish(options.json, () => list(options)));

program
  .command('start')
  .description('create the course folder; files that exist are left as they are')
  .argument('<dir>', 'where to create it')
  .action((folder: string) => finish(false, () => start(folder)));

program
  .command('grade')
  .description("grade a learner's files, the model answer, or the starter")
  .argument('<exercise>', 'its id, or a unique trailing part of it')
  .option('--in <dir>', 'the exercise folder; by default it is found from the current folder')
  .addOption(new Option('--solution', 'grade the model answer').default(false).conflicts(['in', 'starter']))
  .addOption(new Option('--starter', 'grade the untouched starter').default(false).conflicts(['in', 'solution']))
  .addOption(json())
  .option('--junit <file>', 'also write a JUnit XML report')
  .action((exercise: string, options: GradeArguments) => finish(options.json, () => grade(exercise, options)));

program
  .command('validate')
  .description('prove exercises sound (for authors of lessons)')
  .argument('[exercise...]', 'all exercises when none is named')
  .addOption(json())
  .action((exercises: string[], options: { json: boolean }) =>
    finish(options.json, () => validate(exercises, options)),
  );

async function finish(json: boolean, command: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (thrown) {
    reportError(thrown, json);
    process.exitCode = exitStatus.unusable;
  }
}

try {
  await program.parseAsync();
} catch (thrown) {
  // commander has printed what was wrong with the arguments, or the help that was asked for.
  process.exitCode = thrown instanceof CommanderError && thrown.exitCode === 0 ? exitStatus.good : exitStatus.unusable;
}
