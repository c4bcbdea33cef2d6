//! A client for a language server, without an editor.

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{DidChangeTextDocument, DidOpenTextDocument, Exit, Initialized};
use lsp_types::request::{self, Initialize, Shutdown};
use lsp_types::{
    ClientCapabilities, DidChangeTextDocumentParams, DidOpenTextDocumentParams,
    GeneralClientCapabilities, InitializeParams, InitializedParams, PositionEncodingKind,
    TextDocumentContentChangeEvent, TextDocumentItem, Uri, VersionedTextDocumentIdentifier,
    WorkspaceFolder,
};
use serde_json::{Value, json};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The timeout of building the procedural macro and loading the workspace.
const LOADING: Duration = Duration::from_secs(600);
/// The timeout of a response.
const ANSWER: Duration = Duration::from_secs(60);

const CONTENT_MODIFIED: i32 = -32801;
const SERVER_CANCELLED: i32 = -32802;

pub(crate) struct Client {
    server: Child,
    input: BufWriter<ChildStdin>,
    output: Receiver<Message>,
    options: Value,
    requests: i32,
    versions: HashMap<PathBuf, i32>,
}

impl Client {
    /// Starts a server on a folder, and waits until it has loaded the workspace.
    pub(crate) fn start(program: &Path, folder: &Path, options: Value) -> Result<Self> {
        let mut server = Command::new(program)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let input = server.stdin.take().ok_or("the server has no standard input")?;
        let output = server.stdout.take().ok_or("the server has no standard output")?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Ok(Some(message)) = Message::read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut client = Self {
            server,
            input: BufWriter::new(input),
            output: receiver,
            options,
            requests: 0,
            versions: HashMap::new(),
        };
        client.initialize(folder)?;
        Ok(client)
    }

    fn initialize(&mut self, folder: &Path) -> Result<()> {
        let capabilities: ClientCapabilities = serde_json::from_value(json!({
            "experimental": { "serverStatusNotification": true },
            "textDocument": {
                "hover": { "contentFormat": ["markdown"] },
                "rename": { "prepareSupport": true },
                "diagnostic": { "relatedDocumentSupport": false },
                "completion": {
                    "completionItem": {
                        "documentationFormat": ["markdown"],
                        "resolveSupport": { "properties": ["documentation"] },
                    },
                },
            },
            "workspace": { "configuration": true, "workspaceEdit": { "documentChanges": true } },
        }))?;
        let params = InitializeParams {
            initialization_options: Some(self.options.clone()),
            capabilities: ClientCapabilities {
                general: Some(GeneralClientCapabilities {
                    position_encodings: Some(vec![PositionEncodingKind::UTF8]),
                    ..GeneralClientCapabilities::default()
                }),
                ..capabilities
            },
            workspace_folders: Some(vec![WorkspaceFolder {
                uri: uri(folder)?,
                name: "fixture".to_owned(),
            }]),
            ..InitializeParams::default()
        };
        self.ask::<Initialize>(&params)?;
        self.tell::<Initialized>(InitializedParams {})?;
        let end = Instant::now() + LOADING;
        loop {
            let Message::Notification(Notification { method, params }) = self.receive(end)? else {
                continue;
            };
            if method != "experimental/serverStatus" {
                continue;
            }
            if params["quiescent"] == true && params["health"] == "ok" {
                return Ok(());
            }
            // A server that does not support the toolchain would fail at every position.
            if params["quiescent"] == true || params["health"] == "error" {
                return Err(format!("the server cannot load the workspace: {params}").into());
            }
        }
    }

    /// Opens a text as the content of a file, in place of the content on disk.
    pub(crate) fn show(&mut self, path: &Path, text: &str) -> Result<()> {
        let uri = uri(path)?;
        let version = self.versions.entry(path.to_owned()).or_insert(0);
        *version += 1;
        let version = *version;
        let text = text.to_owned();
        if version == 1 {
            let language_id = "rust".to_owned();
            self.tell::<DidOpenTextDocument>(DidOpenTextDocumentParams {
                text_document: TextDocumentItem { uri, language_id, version, text },
            })
        } else {
            self.tell::<DidChangeTextDocument>(DidChangeTextDocumentParams {
                text_document: VersionedTextDocumentIdentifier { uri, version },
                content_changes: vec![TextDocumentContentChangeEvent {
                    range: None,
                    range_length: None,
                    text,
                }],
            })
        }
    }

    /// Sends a request. The inner error is the one in the server's response.
    pub(crate) fn try_ask<R: request::Request>(
        &mut self,
        params: &R::Params,
    ) -> Result<std::result::Result<R::Result, String>> {
        loop {
            self.requests += 1;
            let id = RequestId::from(self.requests);
            let params = serde_json::to_value(params)?;
            let request = Request { id: id.clone(), method: R::METHOD.to_owned(), params };
            self.send(&request.into())?;
            let end = Instant::now() + ANSWER;
            let response = loop {
                match self.receive(end)? {
                    Message::Response(response) if response.id == id => break response,
                    _ => {}
                }
            };
            match response.error {
                // The server asks for a retry, because the document changed meanwhile.
                Some(error) if [CONTENT_MODIFIED, SERVER_CANCELLED].contains(&error.code) => {
                    thread::sleep(Duration::from_millis(20));
                }
                Some(error) => return Ok(Err(error.message)),
                None => {
                    let result = response.result.unwrap_or(Value::Null);
                    return Ok(Ok(serde_json::from_value(result)?));
                }
            }
        }
    }

    pub(crate) fn ask<R: request::Request>(&mut self, params: &R::Params) -> Result<R::Result> {
        Ok(self.try_ask::<R>(params)??)
    }

    fn tell<N: lsp_types::notification::Notification>(&mut self, params: N::Params) -> Result<()> {
        let params = serde_json::to_value(params)?;
        self.send(&Notification { method: N::METHOD.to_owned(), params }.into())
    }

    fn send(&mut self, message: &Message) -> Result<()> {
        Ok(message.write(&mut self.input)?)
    }

    /// Receives a message, and responds to the server's own requests.
    fn receive(&mut self, end: Instant) -> Result<Message> {
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.output.recv_timeout(left)?;
            let Message::Request(Request { id, method, params }) = message else {
                return Ok(message);
            };
            let result = match &*method {
                "workspace/configuration" => {
                    let items = params["items"].as_array().map_or(0, Vec::len);
                    Value::Array(vec![self.options.clone(); items])
                }
                _ => Value::Null,
            };
            self.send(&Response { id, result: Some(result), error: None }.into())?;
        }
    }

    pub(crate) fn stop(mut self) -> Result<()> {
        self.ask::<Shutdown>(&())?;
        self.tell::<Exit>(())?;
        self.server.wait()?;
        Ok(())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // After `stop`, the process has ended already.
        let _ = self.server.kill();
    }
}

/// Returns the URL of a file.
pub(crate) fn uri(path: &Path) -> Result<Uri> {
    let path = path.to_str().ok_or("a path that is not UTF-8")?;
    Ok(format!("file://{}", path.replace(' ', "%20")).parse()?)
}
