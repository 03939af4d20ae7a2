import { rules } from '../../server/src/rules';
import type { KnownImage } from '../../server/src/rules/facts';
import type { Rule } from '../../server/src/rules/rule';

/** Has a rule among all others, during each test, that says of every image of a Dockerfile or compose file what is known of it. */
export function probeRule(): void {
  beforeEach(() => void (rules as Rule[]).push(PROBE));
  afterEach(() => void (rules as Rule[]).splice(rules.indexOf(PROBE), 1));
}

/** `/data healthy 80/tcp team=shop`, or `unknown`. */
export function knownPicture(known: KnownImage | undefined): string {
  if (!known) return 'unknown';
  const labels = [...known.labels].map(([key, value]) => `${key}=${value}`);
  const health = known.hasHealthcheck ? 'healthy' : 'unchecked';
  return [...known.volumes, health, ...known.exposedPorts, ...labels].join(' ');
}

const find: NonNullable<Rule['dockerfile'] & Rule['compose']> = ({ images }, { image }) =>
  images.flatMap(({ reference, span }) =>
    reference?.kind === 'reference' ? [{ span, message: knownPicture(image?.(reference)) }] : [],
  );

const PROBE: Rule = {
  id: 'probe',
  tenet: 'State lives outside',
  summary: '',
  why: '',
  severity: { production: 'error', development: 'error' },
  examples: [],
  dockerfile: find,
  compose: find,
};
