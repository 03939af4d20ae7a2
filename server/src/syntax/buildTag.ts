/** Whether the owner of a tag does not mean it to move: it has two or more numeric parts, a date, or a commit. */
export function namesOneBuild(tag: string | null): boolean {
  return tag !== null && ONE_BUILD.test(tag);
}

const ONE_BUILD = /\d[._]\d|(?:^|\D)\d{8}(?:\D|$)|\d{4}-\d\d-\d\d|^(?:.*-)?[0-9a-f]{7,40}$/;
