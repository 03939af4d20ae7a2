import assert from 'node:assert/strict';
import { launchesOf, scriptCallOf } from '../../../../server/src/syntax/programs/launches';
import { shellCommands } from '../../../../server/src/syntax/shell/shell';
import { fileText } from '../../../../server/src/syntax/shell/text';

const launches = (text: string) => {
  const [command] = shellCommands(fileText(text));
  return command ? launchesOf(command) : [];
};

describe('what a command comes to', () => {
  for (const [text, expected] of [
    ['poetry run python -u -m flask run', ['poetry', 'python', 'flask']],
    ['python3.12 -X dev manage.py migrate', ['python3.12', 'manage.py']],
    ['python -c "import flask"', ['python']],
    ['node -r dotenv/config node_modules/.bin/nodemon x', ['node', 'nodemon']],
    ['npx --yes -p a cmd x', ['npx', 'cmd']],
    ['npm exec -- cmd', ['npm', 'cmd']],
    ['npm run dev', ['npm']],
    ['yarn next dev', ['yarn', 'next']],
    ['bundle exec rake db:migrate', ['bundle', 'rake']],
    ['bundle install', ['bundle']],
    ['conda run -n env uvicorn a', ['conda', 'uvicorn']],
    ['cross-env A=1 next dev', ['cross-env', 'next']],
    ['doppler run --config prd -- gunicorn a', ['doppler', 'gunicorn']],
    ['wait-for-db db:1 -- web', ['wait-for-db', 'web']],
    ['$RUN x', []],
  ] as const) {
    it(text, () => {
      assert.deepEqual(
        launches(text).map(({ name }) => name),
        expected,
      );
    });
  }

  for (const [text, script, folder] of [
    ['npm run dev -- --port 1', 'dev', null],
    ['npm --prefix web start', 'start', 'web'],
    ['npm install', undefined, undefined],
    ['yarn --cwd=web dev', 'dev', 'web'],
    ['yarn workspace web run dev', 'dev', null],
    ['yarn install', undefined, undefined],
    ['pnpm -C web dev', 'dev', 'web'],
    ['bun run dev', 'dev', null],
    ['bun run a.ts', undefined, undefined],
    ['node --run dev', 'dev', null],
  ] as const) {
    it(`${text} asks for ${script ?? 'no script'}`, () => {
      const call = launches(text)
        .map(scriptCallOf)
        .find((each) => each !== null);
      assert.deepEqual([call?.script, call?.folder], [script, folder]);
    });
  }
});
