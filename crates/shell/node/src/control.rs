//! The node's control socket: commands as JSON over HTTP on a Unix socket in the node directory,
//! which only its owner can reach.

use crate::{
    command::{Command, execute},
    dir::NodeDir,
    runtime::Node,
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use entente_model::{
    Problem,
    problem::{Class, Fault},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, body::Bytes};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::{os::unix::fs::PermissionsExt, path::Path, sync::Arc};
use tokio::net::{UnixListener, UnixStream};

/// Largest command, bytes: a feed of many small items.
const MAX_COMMAND: usize = 32 * 1024 * 1024;
/// Largest answer, bytes.
const MAX_ANSWER: usize = 64 * 1024 * 1024;

/// Serves commands until the listener is dropped.
///
/// # Errors
/// The machine's refusal to make the socket.
pub async fn serve(node: Arc<Node>) -> Result<(), Problem> {
    let path = node.dir.socket();
    let refused = |e: std::io::Error| crate::dir::machine(&node.dir.socket(), &e);
    match std::fs::remove_file(&path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(refused(e)),
        _ => {}
    }
    let listener = UnixListener::bind(&path).map_err(refused)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(refused)?;
    let app = Router::new()
        .route("/v1/command", post(handle))
        .layer(DefaultBodyLimit::max(MAX_COMMAND))
        .with_state(Arc::clone(&node));
    axum::serve(listener, app).await.map_err(refused)
}

async fn handle(State(node): State<Arc<Node>>, body: axum::body::Bytes) -> Response {
    let command: Command = match serde_json::from_slice(&body) {
        Ok(command) => command,
        Err(e) => {
            let problem = Problem::new("USE-002", Class::Usage)
                .with("value", e)
                .with("kind", "command");
            return (StatusCode::BAD_REQUEST, Json(problem)).into_response();
        }
    };
    match execute(&node, command).await {
        Ok(value) => Json(value).into_response(),
        Err(problem) => (StatusCode::CONFLICT, Json(problem)).into_response(),
    }
}

/// Gives a command to the process that runs the node.
///
/// # Errors
/// NODE-003 when nobody answers, or the command's own problem.
pub async fn call(dir: &NodeDir, command: &Command) -> Result<Value, Problem> {
    let mut client = Client::connect(&dir.socket()).await?;
    client.call(command).await
}

/// A connection to a running node, for many commands.
pub struct Client {
    sender: hyper::client::conn::http1::SendRequest<Full<Bytes>>,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// NODE-003.
    pub async fn connect(socket: &Path) -> Result<Self, Problem> {
        let stream = UnixStream::connect(socket).await.map_err(|_| nobody())?;
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|_| nobody())?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// One command.
    ///
    /// # Errors
    /// As [`call`].
    pub async fn call(&mut self, command: &Command) -> Result<Value, Problem> {
        let body = serde_json::to_vec(command).map_err(|_| nobody())?;
        let request = Request::post("http://node/v1/command")
            .header("host", "node")
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| nobody())?;
        self.sender.ready().await.map_err(|_| nobody())?;
        let response = self
            .sender
            .send_request(request)
            .await
            .map_err(|_| nobody())?;
        let done = response.status().is_success();
        let body = Limited::new(response.into_body(), MAX_ANSWER)
            .collect()
            .await
            .map_err(|_| nobody())?;
        let bytes = body.to_bytes();
        if done {
            return serde_json::from_slice(&bytes).map_err(|_| nobody());
        }
        Err(serde_json::from_slice(&bytes).unwrap_or_else(|_| nobody()))
    }
}

fn nobody() -> Problem {
    Problem::new("NODE-003", Class::Unexpected).by(Fault::Machine)
}
