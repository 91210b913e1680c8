// Starts Restate and the service, and drives it with 1, 32 and 256 clients, each waiting for its own answer.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { once } from 'node:events';

const [folder, ...ports] = process.argv.slice(2);
const [ingress, admin, node, service] = ports.map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: 512 });
const ask = (port, method, path, body) => new Promise((resolve, reject) => {
  const request = http.request({ timeout: 20_000, host: '127.0.0.1', port, method, path, agent, headers: { 'content-type': 'application/json' } }, (answer) => {
    let text = '';
    answer.on('data', (part) => (text += part));
    answer.on('end', () => (answer.statusCode < 300 ? resolve(text) : reject(new Error(`${answer.statusCode} ${text}`))));
  });
  request.on('error', reject);
  request.on('timeout', () => request.destroy(new Error(`no answer of ${path}`)));
  request.end(body);
});
const patiently = async (work) => {
  for (let tries = 0; ; tries++) {
    try { return await work(); } catch (error) { if (tries > 100) throw error; }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

const server = spawn('node_modules/.bin/restate-server', [ '--base-dir', folder], {
  stdio: 'ignore', detached: true,
  env: { ...process.env, RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`, RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`, RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`, RESTATE_LISTEN_MODE: 'tcp', DO_NOT_TRACK: '1' },
});
const chat = spawn('node', ['chat.mjs', service], { stdio: 'ignore' });
let failed = 0;
try {
  await patiently(() => ask(admin, 'POST', '/deployments', JSON.stringify({ uri: `http://127.0.0.1:${service}`, force: true })));
  await patiently(() => ask(ingress, 'POST', '/chat/warm/input', '{"type":"start"}'));
  for (const clients of [1, 32, 256]) {
    let inputs = 0;
    const began = process.hrtime.bigint();
    const spent = () => Number(process.hrtime.bigint() - began) / 1e9;
    await Promise.all(Array.from({ length: clients }, async (_, number) => {
      for (let n = 0; spent() < 5; n++) {
        await ask(ingress, 'POST', `/chat/c${clients}-${number}/input`, JSON.stringify({ type: 'done', n, need: 'saldo belum masuk' }));
        inputs++;
      }
    }));
    console.log(`durable_inputs_per_s_${clients} ${inputs / spent()}`);
  }
} catch (error) {
  console.error(String(error));
  failed = 1;
} finally {
  chat.kill('SIGKILL');
  process.kill(-server.pid, 'SIGKILL');
}
process.exit(failed);
