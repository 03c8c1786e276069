"""A stateless chat service the way small Python services are written: FastAPI, pydantic, httpx.

It parses every chunk of the provider and yields one event per token. It seals nothing and
counts nothing: it does less work per stream than the host that it is compared with.
"""
import json
import os
from typing import List, Optional

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

BASE_URL = os.environ["OPENAI_API_BASE"]
HEADERS = {"Authorization": "Bearer " + os.environ.get("OPENAI_API_KEY", "x")}
ROLES = {"human": "user", "ai": "assistant", "system": "system"}

app = FastAPI()
# The limits and the timeout of the official OpenAI client for Python, but for more connections.
client = httpx.AsyncClient(
    timeout=600,
    limits=httpx.Limits(max_connections=2000, max_keepalive_connections=100),
)


class Message(BaseModel):
    role: str
    content: str


class ConversationContext(BaseModel):
    conversation_history: List[Message] = []
    conversation_summary: Optional[str] = None


class ChatRequest(BaseModel):
    message: str
    system_prompt: Optional[str] = None
    context: Optional[ConversationContext] = None


def event(kind, content):
    return "data: " + json.dumps({"type": kind, "content": content}, ensure_ascii=False) + "\n\n"


def prompt_of(request, context):
    messages = []
    if request.system_prompt:
        messages.append({"role": "system", "content": request.system_prompt})
    for entry in context.conversation_history[-10:]:
        messages.append({"role": ROLES[entry.role], "content": entry.content})
    return messages


async def tokens_of(messages):
    body = {"model": "bench", "messages": messages, "stream": True}
    async with client.stream(
        "POST", BASE_URL + "/chat/completions", json=body, headers=HEADERS
    ) as response:
        response.raise_for_status()
        async for line in response.aiter_lines():
            line = line.strip()
            if not line.startswith("data: "):
                continue
            data = line[6:]
            if data == "[DONE]":
                continue  # read to the end, as OpenAI's client does: the connection is used again
            for choice in json.loads(data)["choices"]:
                token = choice["delta"].get("content")
                if token:
                    yield token


async def stream_of(request):
    context = request.context or ConversationContext()
    context.conversation_history.append(Message(role="human", content=request.message))
    answer = ""
    try:
        async for token in tokens_of(prompt_of(request, context)):
            answer += token
            yield event("text", token)
    except httpx.HTTPError as error:
        yield event("error", str(error))
    context.conversation_history.append(Message(role="ai", content=answer))
    yield event("context_update", context.dict())
    yield "data: [DONE]\n\n"


@app.post("/api/chat")
async def chat(request: ChatRequest):
    return StreamingResponse(stream_of(request), media_type="text/event-stream")


@app.get("/health")
async def health():
    return {"status": "healthy"}
