// A service of Restate whose handler keeps a case's history in its state: one durable input a request.
import * as restate from '@restatedev/restate-sdk';

// Node 20 lacks it; the SDK uses it.
Promise.withResolvers ??= () => {
  let resolve, reject;
  const promise = new Promise((yes, no) => { resolve = yes; reject = no; });
  return { promise, resolve, reject };
};

const chat = restate.object({
  name: 'chat',
  handlers: {
    input: async (ctx, event) => {
      const history = (await ctx.get('history')) ?? [];
      history.push(event);
      ctx.set('history', history.length >= 12 ? [] : history);
      return history.length;
    },
  },
});
restate.serve({ services: [chat], port: Number(process.argv[2]) });
