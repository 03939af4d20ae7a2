import { planPins, type PinOutcome, type PinPlan } from '../pins/planPins';
import type { PinAction } from '../pins/wishes';
import { lineStarts, placeAt } from '../text/lines';
import type { FileArguments, PinArguments } from './arguments';
import { withDigests, type AskingArguments } from './asking';
import { cancelled, type Console, type ExitCode } from './console';
import { complainOf, readSourceFiles } from './files';
import { rewriteFiles } from './rewriteFiles';

/**
 * Pins, updates or unpins every reference that has a place for it. What fails for one reference or file does not stop the
 * others.
 */
export async function pinCommand(
  console: Console,
  { command: action, dryRun, style, platform, ...rest }: PinArguments & FileArguments & AskingArguments,
): Promise<ExitCode> {
  const { signal, complain } = console;
  const { files, errors, workspace } = await readSourceFiles(console, rest);
  complainOf(console, errors);
  const plan = await withDigests(console, rest, (digests) =>
    planPins(files, {
      ...{ action, signal },
      style: ({ location }) => style ?? workspace.settingsOf(location).pins.style,
      ask: (reference) => digests.resolve(reference, signal, { freshness: 'recent', platform }),
      readText: workspace.readText,
    }),
  );
  if (signal.aborted) return cancelled(console);
  for (const outcome of plan.outcomes) complain(messageLine(outcome));
  const failed = await rewriteFiles(console, { files, workspace }, plan.edits, dryRun);
  const isDone = ({ place, outcome }: PinOutcome) =>
    outcome === 'changed' && place !== null && !failed.has(place.location);
  complain(rememberedLine(plan, console.environment.now()));
  complain(summaryLine(action, plan.outcomes, { dryRun, done: plan.outcomes.filter(isDone).length }));
  const complete = plan.outcomes.every(({ outcome }) => outcome !== 'failed');
  return complete && errors.length === 0 && failed.size === 0 ? 0 : 2;
}

function messageLine({ source, image, message }: PinOutcome): string {
  if (message === null) return '';
  const { line, column } = placeAt(lineStarts(source.document.text), image.span.start);
  return `${source.path}:${line}:${column}: ${message}\n`;
}

function rememberedLine({ remembered }: PinPlan, now: number): string {
  if (!remembered) return '';
  const minutes = Math.max(Math.round((now - remembered.oldest) / 60_000), 0);
  return `Answers from before were used for ${remembered.count} of them, the oldest ${minutes} min old.\n`;
}

/** As in `3 pinned, 2 already, 1 not: see above`. */
function summaryLine(
  action: PinAction,
  outcomes: readonly PinOutcome[],
  { dryRun, done }: { readonly dryRun: boolean; readonly done: number },
): string {
  const { changed, unchanged } = WORDS[action];
  const current = outcomes.filter(({ outcome }) => outcome === 'current').length;
  const others = outcomes.length - done - current;
  const parts = [
    `${done} ${dryRun ? 'would be ' : ''}${changed}`,
    ...(current > 0 ? [`${current} ${unchanged}`] : []),
    ...(others > 0 ? [`${others} not: see above`] : []),
  ];
  return `${parts.join(', ')}\n`;
}

const WORDS: Readonly<Record<PinAction, { readonly changed: string; readonly unchanged: string }>> = {
  pin: { changed: 'pinned', unchanged: 'already' },
  update: { changed: 'updated', unchanged: 'up to date' },
  unpin: { changed: 'unpinned', unchanged: 'without a pin' },
};
