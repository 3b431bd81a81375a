/**
 * The command line, `studio COMMAND`: train, study, runs, studies, restore, empty-bin, check, evaluate, trust, replay, describe, environments, serve,
 * hub, worker, workers, open, doctor, diagnostics, export, import, data. Each command loads its own code only, so that a replay does not wait for TensorFlow. stdout holds the documented
 * output and nothing else; progress goes to stderr; an error is told there as what, why and next, with exit code 1.
 */
import { Command, CommanderError, Option } from 'commander';
import { LARGEST_SEED } from '../../shared/seed.ts';
import { useDataSetsOf } from '../datasets/dataSetPlace.ts';
import {
  chosenDataFolder,
  exitWithError,
  outliveReaders,
  print,
  say,
  studioVersion,
  wholeNumber,
} from './terminal.ts';

outliveReaders();

const program = new Command('studio')
  .description(say('cli.description'))
  .version(studioVersion(), '-V, --version', say('cli.option.version'))
  .helpOption('-h, --help', say('cli.option.help'))
  .helpCommand(false)
  .showHelpAfterError(false)
  .exitOverride()
  // Errors are told by `exitWithError`, all in one form.
  .configureOutput({ outputError: () => undefined })
  .hook('preAction', (_program, command) => {
    useDataSetsOf(chosenDataFolder(command.opts<{ dataDir?: string }>()));
  });

const dataFolder = () => new Option('--data-dir <dir>', say('cli.option.dataDir'));
const hubFolder = () => new Option('--folder <dir>', say('cli.option.hubFolder'));
const asJson = () => new Option('--json', say('cli.option.json'));
/** How a command that detaches itself calls the one that it leaves behind. */
const background = () => new Option('--background').hideHelp();
const gather = (value: string, before: string[]) => [...before, value];

program
  .command('train')
  .argument('[algorithm]', say('cli.argument.algorithm'))
  .description(say('cli.train'))
  .option('--env <id>', say('cli.option.env'))
  .option('--preset <name>', say('cli.option.preset'), 'laptop')
  .option('--set <key=value...>', say('cli.option.set'), gather, [])
  .option('--in-dream <run[@checkpoint]>', say('cli.option.inDream'))
  .option('--where <place>', say('cli.option.place'))
  .option('--name <name>', say('cli.option.name'))
  .option('--resume <run>', say('cli.option.resume'))
  .option('--from-scratch', say('cli.option.fromScratch'))
  .option('--detach', say('cli.option.detach'))
  .option('--attach [run]', say('cli.option.attach'))
  .option('--allow-python', say('cli.option.allowPython'))
  .option('--tensorboard <folder>', say('cli.option.tensorboard'))
  .addOption(background())
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (algorithm: string | undefined, options) => {
    const { train } = await import('./commands/train.ts');
    await train(algorithm, options);
  });

program
  .command('study')
  .argument('[file]', say('cli.argument.study'))
  .description(say('cli.study'))
  .option('--template <id>', say('cli.option.template'))
  .option('--preset <name>', say('cli.option.studyPreset'))
  .option('--seeds <list>', say('cli.option.seeds'))
  .option('--at-once <count>', say('cli.option.atOnce'))
  .option('--resume <study>', say('cli.option.resumeStudy'))
  .option('--from-scratch', say('cli.option.studyFromScratch'))
  .option('--detach', say('cli.option.detach'))
  .addOption(background())
  .option('--take-in', say('cli.option.takeIn'))
  .option('--print', say('cli.option.print'))
  .option('--html <file>', say('cli.option.studyHtml'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (file: string | undefined, options) => {
    if (options.html !== undefined) {
      const { writeStudyPage } = await import('./commands/studyPage.ts');
      await writeStudyPage(file, options.html, options);
      return;
    }
    const { study } = await import('./commands/study.ts');
    await study(file, options);
  });

program
  .command('studies')
  .description(say('cli.studies'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (options) => {
    const { studies } = await import('./commands/studies.ts');
    studies(options);
  });

program
  .command('runs')
  .description(say('cli.runs'))
  .option('--bin', say('cli.option.bin'))
  .option('--where <query>', say('cli.option.where'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (options) => {
    const { runs } = await import('./commands/runs.ts');
    await runs(options);
  });

program
  .command('restore')
  .argument('<deleted...>', say('cli.argument.deleted'))
  .description(say('cli.restore'))
  .addOption(dataFolder())
  .action(async (references: string[], options) => {
    const { restore } = await import('./commands/bin.ts');
    await restore(references, options);
  });

program
  .command('empty-bin')
  .description(say('cli.emptyBin'))
  .addOption(dataFolder())
  .action(async (options) => {
    const { emptyBin } = await import('./commands/bin.ts');
    await emptyBin(options);
  });

program
  .command('check')
  .description(say('cli.check'))
  .option('--repair', say('cli.option.repair'))
  .option('--take-in', say('cli.option.takeInFolders'))
  .option('--back-up', say('cli.option.backUp'))
  .option('--compact', say('cli.option.compact'))
  .option('--begin-new', say('cli.option.beginNew'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (options) => {
    const { check } = await import('./commands/check.ts');
    await check(options);
  });

program
  .command('evaluate')
  .argument('<run>', say('cli.argument.run'))
  .description(say('cli.evaluate'))
  .option('--episodes <n>', say('cli.option.episodes'))
  .option('--checkpoint <id>', say('cli.option.checkpoint'))
  .option('--seed <n>', say('cli.option.seed'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (run: string, options) => {
    const { evaluate } = await import('./commands/evaluate.ts');
    await evaluate(run, options);
  });

program
  .command('trust')
  .argument('<run>', say('cli.argument.run'))
  .description(say('cli.trust'))
  .option('--instruments <list>', say('cli.option.instruments'))
  .option('--episodes <n>', say('cli.option.trustEpisodes'))
  .option('--temperatures <list>', say('cli.option.temperatures'))
  .option('--checkpoint <id>', say('cli.option.checkpoint'))
  .option('--seed <n>', say('cli.option.seed'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (run: string, options) => {
    const { measureTrust } = await import('./commands/trust.ts');
    await measureTrust(run, options);
  });

program
  .command('replay')
  .argument('<recipe>', say('cli.argument.recipe'))
  .description(say('cli.replay'))
  .option('--frames <dir>', say('cli.option.frames'))
  .action(async (file: string, options: { frames?: string }) => {
    const { readRecipe } = await import('./commands/readRecipe.ts');
    const { replayToOutput } = await import('./commands/replay.ts');
    await replayToOutput(readRecipe(file), options);
  });

program
  .command('describe')
  .argument('<environment>', say('cli.argument.environment'))
  .description(say('cli.describe'))
  .option('--seed <n>', say('cli.option.seed'), '0')
  .action(async (environment: string, options: { seed: string }) => {
    const seed = wholeNumber('--seed', options.seed, 0, LARGEST_SEED);
    const { describe } = await import('./commands/describe.ts');
    print(JSON.stringify(await describe(environment, seed)));
  });

program
  .command('environments')
  .description(say('cli.environments'))
  .option('--serve <folder>', say('cli.option.serveEnvironments'))
  .action(async (options: { serve?: string }) => {
    const { environments } = await import('./commands/environments.ts');
    await environments(options);
  });

program
  .command('evaluate-policy')
  .argument('<environment>', say('cli.argument.environment'))
  .description(say('cli.evaluatePolicy'))
  .requiredOption('--policy <name>', say('cli.option.policy'))
  .option('--episodes <n>', say('cli.option.episodes'), '100')
  .option('--seed <n>', say('cli.option.seed'), '0')
  .addOption(asJson())
  .action(
    async (
      environment: string,
      options: { policy: string; episodes: string; seed: string; json?: boolean },
    ) => {
      const episodes = wholeNumber('--episodes', options.episodes, 1, 1_000_000);
      const seed = wholeNumber('--seed', options.seed, 0, LARGEST_SEED);
      const { evaluatePolicy } = await import('./commands/evaluatePolicy.ts');
      const result = evaluatePolicy(environment, options.policy, episodes, seed);
      if (options.json === true) print(JSON.stringify(result));
      else {
        const { mean, standardDeviation, quartiles } = result;
        print(
          say('cli.evaluatePolicy.result', {
            policy: options.policy,
            episodes,
            mean: mean.toFixed(1),
            deviation: standardDeviation.toFixed(1),
            quartiles: quartiles.join(', '),
          }),
        );
      }
    },
  );

program
  .command('serve')
  .description(say('cli.serve'))
  .option('--port <n>', say('cli.option.port'), '7317')
  .option('--host <address>', say('cli.option.host'), '127.0.0.1')
  .option('--open', say('cli.option.open'))
  .option('--tls', say('cli.option.tls'))
  .option('--tls-cert <file>', say('cli.option.tlsCert'))
  .option('--tls-key <file>', say('cli.option.tlsKey'))
  .option('--insecure', say('cli.option.insecure'))
  .addOption(dataFolder())
  .action(async (options) => {
    const { serve } = await import('./commands/serve.ts');
    await serve(options);
  });

program
  .command('open')
  .description(say('cli.open'))
  .option('--print', say('cli.option.printAddress'))
  .addOption(dataFolder())
  .action(async (options) => {
    const { open } = await import('./commands/open.ts');
    await open(options);
  });

program
  .command('hub')
  .argument('[action]', say('cli.argument.hubAction'))
  .argument('[id]', say('cli.argument.hubId'))
  .description(say('cli.hub'))
  .addOption(hubFolder())
  .option('--host <address>', say('cli.option.hubHost'))
  .option('--port <n>', say('cli.option.hubPort'))
  .option('--expires <time>', say('cli.option.expires'), '24h')
  .option('--reusable', say('cli.option.reusable'))
  .option('--for-host', say('cli.option.forHost'))
  .option('--address <name>', say('cli.option.hubAddress'))
  .addOption(asJson())
  .action(async (action: string | undefined, id: string | undefined, options) => {
    const { hub } = await import('./commands/hub.ts');
    await hub(action, id, options);
  });

program
  .command('worker')
  .description(say('cli.worker'))
  .option('--join <address>', say('cli.option.join'))
  .option('--places <n>', say('cli.option.places'))
  .action(async (options) => {
    const { worker } = await import('./commands/worker.ts');
    await worker(options);
  });

program
  .command('workers')
  .description(say('cli.workers'))
  .addOption(hubFolder())
  .addOption(asJson())
  .action(async (options) => {
    const { workers } = await import('./commands/workers.ts');
    await workers(options);
  });

program
  .command('doctor')
  .description(say('cli.doctor'))
  .option('--use <what>', say('cli.option.use'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (options) => {
    const { doctor } = await import('./commands/doctor.ts');
    await doctor(options);
  });

program
  .command('diagnostics')
  .description(say('cli.diagnostics'))
  .option('--out <file>', say('cli.option.out'))
  .option('--yes', say('cli.option.yes'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (options) => {
    const { diagnostics } = await import('./commands/diagnostics.ts');
    await diagnostics(options);
  });

program
  .command('export')
  .argument('<run>', say('cli.argument.run'))
  .argument('[file]', say('cli.argument.exportFile'))
  .description(say('cli.export'))
  .addOption(
    new Option('--checkpoints <which>', say('cli.option.checkpoints'))
      .choices(['all', 'final'])
      .default('all'),
  )
  .option('--tensorboard <folder>', say('cli.option.exportCurves'))
  .option('--safetensors <file>', say('cli.option.exportWeights'))
  .option('--npz <folder>', say('cli.option.exportEpisodes'))
  .option('--checkpoint <id>', say('cli.option.checkpoint'))
  .addOption(dataFolder())
  .action(async (run: string, file: string | undefined, options) => {
    const { tensorboard, safetensors, npz } = options;
    if (tensorboard === undefined && safetensors === undefined && npz === undefined) {
      const { exportRun } = await import('./commands/export.ts');
      exportRun(run, file, options);
      return;
    }
    const { exportCurves, exportEpisodes, exportWeights } = await import('./commands/exportFormats.ts');
    if (tensorboard !== undefined) exportCurves(run, tensorboard, options);
    if (safetensors !== undefined) await exportWeights(run, safetensors, options);
    if (npz !== undefined) await exportEpisodes(run, npz, options);
  });

program
  .command('import')
  .argument('<file>', say('cli.argument.importFile'))
  .description(say('cli.import'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (file: string, options) => {
    const { importFile } = await import('./commands/import.ts');
    await importFile(file, options);
  });

const data = program.command('data').description(say('cli.data'));

data
  .command('import')
  .argument('<path>', say('cli.argument.dataSetPath'))
  .description(say('cli.data.import'))
  .option('--name <name>', say('cli.option.dataSetName'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (from: string, options) => {
    const { importData } = await import('./commands/data.ts');
    await importData(from, options);
  });

data
  .command('list')
  .description(say('cli.data.list'))
  .addOption(dataFolder())
  .addOption(asJson())
  .action(async (options) => {
    const { listData } = await import('./commands/data.ts');
    listData(options);
  });

for (const command of [...program.commands, ...data.commands]) {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  command.helpOption('-h, --help', say('cli.option.help'));
}

try {
  await program.parseAsync();
} catch (error) {
  // Help and version were shown: no error.
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
  else exitWithError(error);
}
