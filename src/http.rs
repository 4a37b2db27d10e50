//! The only code that fetches: an answer in chunks, with a limit to silence, aborted when it is no longer wanted.

use std::pin::pin;

use futures::future::{Either, select};
use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, ReadableStream, ReadableStreamByobReader, ReadableStreamDefaultReader, RequestCache,
};

use crate::failure::Failure;
use crate::spot::wire::{self, ERROR_PAGE_BYTES};

/// Aborts the request when it is dropped: when the answer is there, this does nothing.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An answer whose head has arrived, and was good.
pub struct Answer {
    what: String,
    silence_limit_seconds: u32,
    body: Option<Body>,
    bytes: u64,
    /// The last chunk: its memory serves the next one too.
    chunk: Vec<u8>,
    /// The file that it is, until it is read.
    file: Option<Blob>,
    _abort: Option<AbortOnDrop>,
}

/// The memory that the browser fills where it takes one: chunks are so large at most.
const CHUNK_BYTES: u32 = 1024 * 1024;

/// Where the bytes come from.
enum Body {
    /// The browser writes into memory that goes back and forth. That takes half of the time of new memory for each chunk.
    Filled(ReadableStreamByobReader, Uint8Array),
    /// A browser that cannot.
    New(ReadableStreamDefaultReader),
}

impl Body {
    fn of(stream: &ReadableStream) -> Option<Self> {
        match ReadableStreamByobReader::new(stream) {
            Ok(reader) => Some(Self::Filled(reader, Uint8Array::new_with_length(CHUNK_BYTES))),
            Err(_) => stream.get_reader().dyn_into().ok().map(Self::New),
        }
    }

    fn read(&self) -> JsFuture {
        match self {
            Self::Filled(reader, memory) => reader.read_with_array_buffer_view(memory).into(),
            Self::New(reader) => reader.read().into(),
        }
    }

    /// The bytes of what was read; `None` after the last.
    fn chunk(&mut self, read: &JsValue) -> Result<Option<Uint8Array>, JsValue> {
        if Reflect::get(read, &"done".into())?.is_truthy() {
            return Ok(None);
        }
        let chunk = Reflect::get(read, &"value".into())?.dyn_into::<Uint8Array>()?;
        if let Self::Filled(_, memory) = self {
            *memory = Uint8Array::new(&chunk.buffer());
        }
        Ok(Some(chunk))
    }
}

/// Posts `body` as JSON to `url`; `what` is asked for, in messages.
pub async fn post(url: &str, body: &str, what: &str, silence_limit_seconds: u32) -> Result<Answer, Failure> {
    send(what, silence_limit_seconds, |signal| {
        Request::post(url).header("Content-Type", "application/json").abort_signal(Some(signal)).body(body)
    })
    .await
}

/// Gets `url`, or the copy that the browser keeps of it; `what` is asked for, in messages.
pub async fn get(url: &str, what: &str, silence_limit_seconds: u32) -> Result<Answer, Failure> {
    send(what, silence_limit_seconds, |signal| Request::get(url).abort_signal(Some(signal)).build()).await
}

/// Gets `url` as it is now at the server.
pub async fn get_fresh(url: &str, what: &str, silence_limit_seconds: u32) -> Result<Answer, Failure> {
    send(what, silence_limit_seconds, |signal| {
        Request::get(url).cache(RequestCache::NoCache).abort_signal(Some(signal)).build()
    })
    .await
}

async fn send(
    what: &str,
    silence_limit_seconds: u32,
    build: impl FnOnce(&web_sys::AbortSignal) -> Result<Request, gloo_net::Error>,
) -> Result<Answer, Failure> {
    let network = || Failure::Network { what: what.to_owned() };
    let abort = AbortOnDrop(AbortController::new().map_err(|_| network())?);
    let request = build(&abort.0.signal()).map_err(|_| network())?;
    let response = within(silence_limit_seconds, what, request.send()).await?.map_err(|_| network())?;
    let mut answer = Answer {
        what: what.to_owned(),
        silence_limit_seconds,
        body: response.body().and_then(|body| Body::of(&body)),
        bytes: 0,
        chunk: Vec::new(),
        file: None,
        _abort: Some(abort),
    };
    if response.ok() {
        return Ok(answer);
    }
    let mut page = Vec::new();
    // What can be had of an error's page is enough to tell of it.
    while let (true, Ok(Some(chunk))) = (page.len() < ERROR_PAGE_BYTES, answer.chunk().await) {
        page.extend_from_slice(chunk);
    }
    Err(wire::refused(what, response.status(), &page))
}

impl Answer {
    /// A file that is here already, read as an answer is. One that was changed meanwhile is cut off.
    #[must_use]
    pub fn of_file(file: &Blob, what: &str, silence_limit_seconds: u32) -> Self {
        Self { file: Some(file.clone()), ..Self::of_stream(&file.stream(), what, silence_limit_seconds) }
    }

    /// What comes from this machine, read as an answer is.
    #[must_use]
    pub fn of_stream(stream: &ReadableStream, what: &str, silence_limit_seconds: u32) -> Self {
        Self {
            what: what.to_owned(),
            silence_limit_seconds,
            body: Body::of(stream),
            bytes: 0,
            chunk: Vec::new(),
            file: None,
            _abort: None,
        }
    }

    /// Bytes that have come so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next bytes; `None` after the last.
    pub async fn chunk(&mut self) -> Result<Option<&[u8]>, Failure> {
        // An answer without a body is an empty one.
        let Some(body) = &mut self.body else { return Ok(None) };
        let cut_off = |_: JsValue| Failure::CutOff { what: self.what.clone(), bytes: self.bytes };
        let read = within(self.silence_limit_seconds, &self.what, body.read()).await?.map_err(cut_off)?;
        let Some(chunk) = body.chunk(&read).map_err(cut_off)? else {
            return match self.file.take() {
                Some(file) if !is_still(&file, self.bytes).await => Err(cut_off(JsValue::NULL)),
                _ => Ok(None),
            };
        };
        self.bytes += u64::from(chunk.length());
        self.chunk.resize(chunk.length() as usize, 0);
        chunk.copy_to(&mut self.chunk);
        Ok(Some(&self.chunk))
    }

    /// All of it.
    pub async fn whole(mut self) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            body.extend_from_slice(chunk);
        }
        Ok(body)
    }
}

/// Whether a file of which so many bytes were read is still what was chosen. A browser looks at that where it begins to read:
/// what is written, or cut off, behind the place where it is reading, it hands on as if it had always been so.
async fn is_still(file: &Blob, bytes: u64) -> bool {
    // A whole number of bytes.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let has_all = file.size() as u64 == bytes;
    match file.slice_with_i32_and_i32(0, 1) {
        Ok(first) if has_all => JsFuture::from(first.array_buffer()).await.is_ok(),
        _ => false,
    }
}

/// `work`, unless it takes longer than `seconds`: then it is dropped, and a request in it is aborted.
pub async fn within<T>(seconds: u32, what: &str, work: impl Future<Output = T>) -> Result<T, Failure> {
    let silence = TimeoutFuture::new(seconds.saturating_mul(1_000));
    match select(pin!(work), pin!(silence)).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(_) => Err(Failure::Silence { what: what.to_owned(), seconds }),
    }
}
