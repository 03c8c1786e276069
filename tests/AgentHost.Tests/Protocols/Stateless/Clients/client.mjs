// A front end written from the protocol's document and nothing else: two messages, the context of the first
// answer sent with the second. Usage: node client.mjs <address> <lines|events> <first message> <second message>
const [address, way, ...messages] = process.argv.slice(2);

// The parts of one network chunk, taken by itself as simple front ends do: no rest is kept for the next chunk.
const split = { lines: (chunk) => chunk.split('\n'), events: (chunk) => chunk.split('\n\n') }[way];

async function ask(message, context) {
  const response = await fetch(`${address}api/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ message, context }),
  });
  const answer = { text: '', started: [], ended: [], context: null, errors: [], done: false };
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    for (const part of split(decoder.decode(chunk))) {
      if (!part.startsWith('data: ')) continue;
      const data = part.slice('data: '.length);
      if (data === '[DONE]') {
        answer.done = true;
        return answer;
      }
      take(answer, JSON.parse(data));
    }
  }
  return answer;
}

function take(answer, { type, content }) {
  switch (type) {
    case 'text': answer.text += content; break;
    case 'tool_start': answer.started.push(content.name); break;
    case 'tool_end': answer.ended.push(content.name); break;
    case 'context_update': answer.context = content; break;
    case 'error': answer.errors.push(content); break;
    default: throw new Error(`unknown type ${type}`);
  }
}

const answers = [];
let context = null;
for (const message of messages) {
  const answer = await ask(message, context);
  // As through a front end's storage.
  context = JSON.parse(JSON.stringify(answer.context));
  answers.push(answer);
}
console.log(JSON.stringify(answers));
