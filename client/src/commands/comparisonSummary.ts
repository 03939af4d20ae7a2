import type { ComparisonTexts } from '../reports/comparison';
import { count } from '../wording/amounts';

/** `They differ in environment (2) and layers (1).` */
export function comparisonSummary({ differences }: ComparisonTexts): string {
  if (differences.length === 0) return 'No difference is known.';
  const parts = differences.map(({ section, count: number }) => `${section.toLowerCase()} (${number})`);
  const all = differences.reduce((sum, { count: number }) => sum + number, 0);
  return `${count(all, 'difference')}: ${parts.join(', ')}`;
}
