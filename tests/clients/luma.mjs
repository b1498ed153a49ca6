// What a program in JavaScript does with Luma's own SDK; prints as JSON what it saw. The key and the address
// come as LUMAAI_API_KEY and LUMAAI_BASE_URL, which the SDK reads by itself.
import LumaAI from 'lumaai';

const luma = new LumaAI();
const small = { model: 'ray-2', resolution: '540p', duration: '5s' };
const seen = {};

async function until(id, isSo) {
  for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((on) => setTimeout(on, 300))) {
    const clip = await luma.generations.get(id);
    if (clip.state === 'failed') throw new Error(JSON.stringify(clip));
    if (isSo(clip)) return clip;
  }
  throw new Error(`nothing came of ${id}`);
}

async function status(act) {
  try {
    await act();
    return 'no refusal';
  } catch (refusal) {
    return [refusal.constructor.name, refusal.status, refusal.error?.detail ?? ''];
  }
}

seen.ping = (await luma.ping.check()).message;
seen.concepts = await luma.generations.concepts.list();
const made = await luma.generations.create({ prompt: 'A lighthouse at dusk', ...small });
seen.first = made.state;
const done = await until(made.id, (clip) => clip.assets?.image);
const film = Buffer.from(await (await fetch(done.assets.video)).arrayBuffer());
seen.film = [film.length > 1000, film.toString('latin1', 4, 8)];

const clip = { type: 'generation', id: made.id };
const picture = { type: 'image', url: done.assets.last_frame };
seen.keyframes = [];
for (const keyframes of [{ frame0: clip }, { frame1: clip }, { frame0: picture }, { frame0: clip, frame1: picture }]) {
  const next = await luma.generations.create({ prompt: 'It goes on', keyframes, ...small });
  seen.keyframes.push(Object.keys(next.request.keyframes).filter((end) => next.request.keyframes[end]));
  await luma.generations.delete(next.id);
}
const wordless = await luma.generations.create({ keyframes: { frame0: picture }, ...small });
seen.wordless = wordless.request.prompt ?? '';
const all = await luma.generations.list();
seen.models = [...new Set(all.generations.map((one) => one.request?.model).filter(Boolean))];
await luma.generations.delete(wordless.id);
const page = await luma.generations.list({ limit: 1 });
seen.list = [page.generations[0].id === made.id, page.limit, page.count];
seen.credits = (await luma.credits.get()).credit_balance;
seen.gone = await status(() => luma.generations.get('00000000-0000-4000-8000-000000000000'));
seen.bad = await status(() => luma.generations.create({ prompt: 'A lamp', model: 'ray-2', resolution: '8k' }));
seen.unmade = await status(() => luma.generations.upscale(made.id, { resolution: '4k' }));
seen.stranger = await status(() => new LumaAI({ authToken: 'luma-0000', maxRetries: 0 }).ping.check());
console.log(JSON.stringify(seen));
