//! The public API, generated from the JSON of rustdoc and checked in as `public-api.txt`.
//!
//! A feature only adds items, and names no foreign crates but its own. To bless:
//! `PUBLIC_API=overwrite cargo test -p tests --features public-api --test test_public_api`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// The crates whose types the API may name. A new major version of one is a new major version of
/// this crate.
const EVERYWHERE: &[&str] = &["alloc", "core", "http", "serde_core", "std"];

/// The additional crates that a feature may name.
fn allowed(feature: &str) -> &'static [&'static str] {
    match feature {
        "actix-web" => &["actix_http", "actix_service", "actix_web", "bytes", "futures_core"],
        "axum" => &["axum_core", "bytes", "http_body", "tower_layer", "tower_service"],
        "derive" => &["ocpi_status_derive"],
        "schemars" => &["schemars"],
        "utoipa" => &["utoipa"],
        _ => &[],
    }
}

#[test]
fn public_api_matches_the_checked_in_list() {
    let base = Api::with("");
    base.assert_crates("");
    let mut list = format!("# without features\n{}", base.list());
    for feature in features() {
        let api = Api::with(&feature);
        api.assert_crates(&feature);
        let gone: Vec<_> = base.lines.difference(&api.lines).collect();
        assert!(gone.is_empty(), "`{feature}` takes away, or changes, {gone:#?}");
        let added = Api { lines: &api.lines - &base.lines, ..api };
        // Writing to a `String` does not fail.
        let _ = write!(list, "\n# `{feature}` adds\n{}", added.list());
    }

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public-api.txt");
    if env::var_os("PUBLIC_API").is_some_and(|value| value == "overwrite") {
        fs::write(&path, &list).expect("a file that can be written");
    }
    let expected = fs::read_to_string(&path).expect("the list");
    for line in expected.lines().filter(|line| !list.lines().any(|other| other == *line)) {
        println!("- {line}");
    }
    for line in list.lines().filter(|line| !expected.lines().any(|other| other == *line)) {
        println!("+ {line}");
    }
    assert!(list == expected, "the API is another; to bless it, set PUBLIC_API=overwrite");
}

fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    cargo
}

/// Returns the features of the runtime, except `default`.
fn features() -> Vec<String> {
    let output = cargo().args(["metadata", "--no-deps", "--format-version=1"]).output();
    let metadata: Value = serde_json::from_slice(&output.expect("cargo").stdout).expect("JSON");
    let runtime = array(&metadata["packages"]).find(|package| package["name"] == "ocpi-status");
    let features = runtime.expect("the runtime")["features"].as_object().expect("features").keys();
    features.filter(|feature| *feature != "default").cloned().collect()
}

#[derive(Default)]
struct Api {
    lines: BTreeSet<String>,
    /// The foreign crates in the API, each with a line that names it.
    crates: BTreeMap<String, String>,
}

impl Api {
    fn with(feature: &str) -> Self {
        // A separate target folder, because `RUSTC_BOOTSTRAP` would invalidate the usual one.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api");
        let status = cargo()
            .args(["rustdoc", "--quiet", "--package=ocpi-status", "--lib", "--locked"])
            .args(["--no-default-features", "--features", feature])
            .args(["--", "-Zunstable-options", "--output-format=json", "--cap-lints=allow"])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &target)
            .env_remove("RUSTDOCFLAGS")
            .status();
        assert!(status.expect("cargo").success());
        let json = fs::read(target.join("doc/ocpi_status.json")).expect("the JSON of rustdoc");
        let krate = serde_json::from_slice(&json).expect("JSON");
        let mut reader = Reader { krate: &krate, api: Self::default() };
        reader.read();
        reader.api
    }

    fn list(&self) -> String {
        self.lines.iter().flat_map(|line| [&**line, "\n"]).collect()
    }

    fn assert_crates(&self, feature: &str) {
        for (krate, line) in &self.crates {
            let is_allowed = EVERYWHERE.contains(&&**krate) || allowed(feature).contains(&&**krate);
            assert!(is_allowed, "with `{feature}`, the API names `{krate}`: {line}");
        }
    }
}

/// Prints the items of a crate. The crate `rustdoc-types` documents the JSON.
struct Reader<'a> {
    krate: &'a Value,
    api: Api,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        self.module(self.item(&self.krate["root"]), "");
        for item in self.krate["index"].as_object().expect("an index").values() {
            let inner = &item["inner"]["impl"];
            let is_written = inner["is_synthetic"] == false && inner["blanket_impl"].is_null();
            if item["crate_id"] == 0 && is_written {
                self.implementation(inner);
            }
        }
    }

    fn item(&self, id: &Value) -> &'a Value {
        &self.krate["index"][id.to_string()]
    }

    fn items(&self, ids: &'a Value) -> impl Iterator<Item = &'a Value> + use<'a> {
        let index = &self.krate["index"];
        array(ids).filter(|id| !id.is_null()).map(|id| &index[id.to_string()])
    }

    /// Adds a line, and collects the crates that its part of the JSON names.
    fn line(&mut self, line: &str, json: &Value) {
        let mut crates = BTreeSet::new();
        self.find_crates(json, &mut crates);
        for krate in crates {
            self.api.crates.entry(krate).or_insert_with(|| line.to_owned());
        }
        self.api.lines.insert(line.to_owned());
    }

    fn find_crates(&self, json: &Value, found: &mut BTreeSet<String>) {
        match json {
            Value::Array(items) => items.iter().for_each(|item| self.find_crates(item, found)),
            Value::Object(fields) => {
                // A path and the id of its item.
                if fields.contains_key("path")
                    && let Some(id) = fields.get("id")
                {
                    let krate = self.krate["paths"][id.to_string()]["path"][0].as_str();
                    found.extend(krate.filter(|krate| *krate != "ocpi_status").map(str::to_owned));
                }
                fields.values().for_each(|field| self.find_crates(field, found));
            }
            _ => {}
        }
    }

    fn module(&mut self, module: &'a Value, path: &str) {
        for item in self.items(&module["inner"]["module"]["items"]) {
            let import = &item["inner"]["use"];
            let target = self.item(&import["id"]);
            if target["crate_id"] == 0 {
                self.exported(target, &format!("{path}{}", text(&import["name"])));
            } else if import.is_object() {
                let source = text(&import["source"]);
                let line = format!("use {source}");
                let krate = source.split("::").next().unwrap_or_default();
                self.api.crates.entry(krate.to_owned()).or_insert_with(|| line.clone());
                self.api.lines.insert(line);
            } else {
                self.exported(item, &format!("{path}{}", text(&item["name"])));
            }
        }
    }

    /// Prints an item under its exported name.
    fn exported(&mut self, item: &'a Value, name: &str) {
        let (kind, inner) = inner(item);
        let marks = marks(item);
        let (params, clause) = generics(&inner["generics"]);
        match kind {
            "module" => self.module(item, &format!("{name}::")),
            "struct" => {
                self.line(&format!("{marks}struct {name}{params}{clause}"), inner);
                let kind = &inner["kind"];
                for field in self.items(&kind["plain"]["fields"]).chain(self.items(&kind["tuple"]))
                {
                    self.member(field, name);
                }
            }
            "enum" => {
                self.line(&format!("{marks}enum {name}{params}{clause}"), inner);
                for variant in self.items(&inner["variants"]) {
                    let kind = &variant["inner"]["variant"]["kind"];
                    let name = format!("{name}::{}", text(&variant["name"]));
                    self.line(&format!("{}variant {name}", self::marks(variant)), kind);
                    for field in
                        self.items(&kind["struct"]["fields"]).chain(self.items(&kind["tuple"]))
                    {
                        self.member(field, &name);
                    }
                }
            }
            "trait" => {
                let supertraits = bounds(&inner["bounds"]);
                self.line(&format!("{marks}trait {name}{params}{supertraits}{clause}"), inner);
                for item in self.items(&inner["items"]) {
                    self.member(item, name);
                }
            }
            "function" => self.line(&function(inner, name), inner),
            _ => self.line(&format!("{marks}{kind} {name}{params}: {}", ty(&inner["type"])), inner),
        }
    }

    /// Prints a field, a method or another part of an item.
    fn member(&mut self, item: &'a Value, owner: &str) {
        let name = format!("{owner}::{}", text(&item["name"]));
        let (kind, inner) = inner(item);
        let line = match kind {
            "struct_field" => format!("field {name}: {}", ty(inner)),
            "function" if inner["has_body"] == false => {
                format!("required {}", function(inner, &name))
            }
            "function" => function(inner, &name),
            "assoc_const" => format!("const {name}: {}", ty(&inner["type"])),
            _ => format!("{kind} {name}{} = {}", bounds(&inner["bounds"]), ty(&inner["type"])),
        };
        self.line(&line, inner);
    }

    fn implementation(&mut self, inner: &'a Value) {
        let target = ty(&inner["for"]);
        if inner["trait"].is_null() {
            for item in self.items(&inner["items"]).filter(|item| item["visibility"] == "public") {
                self.member(item, &target);
            }
            return;
        }
        let (params, clause) = generics(&inner["generics"]);
        let line = format!("impl{params} {} for {target}{clause}", path(&inner["trait"]));
        self.line(&line, inner);
        for item in self.items(&inner["items"]) {
            let assoc = &item["inner"]["assoc_type"];
            if assoc.is_object() {
                let line = format!("{line}: {} = {}", text(&item["name"]), ty(&assoc["type"]));
                self.line(&line, assoc);
            }
        }
    }
}

fn array(json: &Value) -> std::slice::Iter<'_, Value> {
    json.as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn text(json: &Value) -> &str {
    json.as_str().unwrap_or_default()
}

fn join<T>(items: impl Iterator<Item = T>, write: impl Fn(T) -> String) -> String {
    items.map(write).collect::<Vec<_>>().join(", ")
}

/// Returns the kind of an item or a type, and the JSON for that kind.
fn inner(json: &Value) -> (&str, &Value) {
    let only = json["inner"].as_object().or(json.as_object()).and_then(|kinds| kinds.iter().next());
    only.map_or(("", json), |(kind, inner)| (&**kind, inner))
}

fn marks(item: &Value) -> &'static str {
    let is_non_exhaustive = array(&item["attrs"]).any(|attr| attr == "non_exhaustive");
    if is_non_exhaustive { "#[non_exhaustive] " } else { "" }
}

fn function(inner: &Value, name: &str) -> String {
    let (params, clause) = generics(&inner["generics"]);
    let mut words = String::new();
    for word in ["const", "async", "unsafe"] {
        if inner["header"][format!("is_{word}")] == true {
            words.extend([word, " "]);
        }
    }
    let input = |input: &Value| format!("{}: {}", text(&input[0]), ty(&input[1]));
    let inputs = join(array(&inner["sig"]["inputs"]), input);
    let output = match &inner["sig"]["output"] {
        Value::Null => String::new(),
        output => format!(" -> {}", ty(output)),
    };
    format!("{words}fn {name}{params}({inputs}){output}{clause}")
}

/// Prints the parameters in angle brackets, and the `where` clause.
fn generics(json: &Value) -> (String, String) {
    let param = |param: &Value| {
        let name = text(&param["name"]);
        match inner(&param["kind"]) {
            ("lifetime", inner) => format!("{name}{}", outlives(&inner["outlives"])),
            ("const", inner) => format!("const {name}: {}", ty(&inner["type"])),
            (_, inner) => format!("{name}{}", bounds(&inner["bounds"])),
        }
    };
    // `impl Trait` in argument position is printed there.
    let named = |param: &&Value| param["kind"]["type"]["is_synthetic"] != true;
    let params = join(array(&json["params"]).filter(named), param);
    let predicate = |predicate: &Value| match inner(predicate) {
        ("bound_predicate", inner) => format!("{}{}", ty(&inner["type"]), bounds(&inner["bounds"])),
        ("lifetime_predicate", inner) => {
            format!("{}{}", text(&inner["lifetime"]), outlives(&inner["outlives"]))
        }
        (_, inner) => format!("{} = {}", ty(&inner["lhs"]), term(&inner["rhs"])),
    };
    let clause = join(array(&json["where_predicates"]), predicate);
    let params = if params.is_empty() { params } else { format!("<{params}>") };
    (params, if clause.is_empty() { clause } else { format!(" where {clause}") })
}

fn outlives(lifetimes: &Value) -> String {
    let all: Vec<_> = array(lifetimes).map(text).collect();
    if all.is_empty() { String::new() } else { format!(": {}", all.join(" + ")) }
}

fn bounds(json: &Value) -> String {
    let all = plus(json);
    if all.is_empty() { all } else { format!(": {all}") }
}

fn plus(json: &Value) -> String {
    let bound = |bound: &Value| match inner(bound) {
        ("trait_bound", inner) => {
            let modifier = if inner["modifier"] == "maybe" { "?" } else { "" };
            format!("{modifier}{}{}", higher_ranked(inner), path(&inner["trait"]))
        }
        ("outlives", lifetime) => text(lifetime).to_owned(),
        (_, params) => {
            format!("use<{}>", join(array(params), |param| text(inner(param).1).to_owned()))
        }
    };
    array(json).map(bound).collect::<Vec<_>>().join(" + ")
}

fn higher_ranked(json: &Value) -> String {
    let params = join(array(&json["generic_params"]), |param| text(&param["name"]).to_owned());
    if params.is_empty() { params } else { format!("for<{params}> ") }
}

fn path(json: &Value) -> String {
    // As in the source, except for relative paths.
    let name = text(&json["path"]);
    let name = name
        .trim_start_matches("$crate::")
        .trim_start_matches("crate::")
        .trim_start_matches("super::");
    format!("{name}{}", args(&json["args"]))
}

fn args(json: &Value) -> String {
    if let Some(parenthesized) = json.get("parenthesized") {
        let inputs = join(array(&parenthesized["inputs"]), ty);
        return match &parenthesized["output"] {
            Value::Null => format!("({inputs})"),
            output => format!("({inputs}) -> {}", ty(output)),
        };
    }
    let bracketed = &json["angle_bracketed"];
    let arg = |arg: &Value| match inner(arg) {
        ("lifetime", lifetime) => text(lifetime).to_owned(),
        _ => term(arg),
    };
    let constraint = |constraint: &Value| {
        let name = format!("{}{}", text(&constraint["name"]), args(&constraint["args"]));
        match inner(&constraint["binding"]) {
            ("equality", inner) => format!("{name} = {}", term(inner)),
            (_, inner) => format!("{name}{}", bounds(inner)),
        }
    };
    let all: Vec<_> = array(&bracketed["args"])
        .map(arg)
        .chain(array(&bracketed["constraints"]).map(constraint))
        .collect();
    if all.is_empty() { String::new() } else { format!("<{}>", all.join(", ")) }
}

/// Prints a type or a constant.
fn term(json: &Value) -> String {
    match inner(json) {
        ("type", inner) => ty(inner),
        (_, inner) => text(&inner["expr"]).to_owned(),
    }
}

fn ty(json: &Value) -> String {
    let lifetime = |json: &Value| match &json["lifetime"] {
        Value::Null => String::new(),
        lifetime => format!("{} ", text(lifetime)),
    };
    match inner(json) {
        ("resolved_path", inner) => path(inner),
        ("generic" | "primitive", name) => text(name).to_owned(),
        ("tuple", items) => format!("({})", join(array(items), ty)),
        ("slice", inner) => format!("[{}]", ty(inner)),
        ("array", inner) => format!("[{}; {}]", ty(&inner["type"]), text(&inner["len"])),
        ("impl_trait", inner) => format!("impl {}", plus(inner)),
        ("borrowed_ref", inner) => {
            let mutable = if inner["is_mutable"] == true { "mut " } else { "" };
            format!("&{}{mutable}{}", lifetime(inner), ty(&inner["type"]))
        }
        ("dyn_trait", inner) => {
            let one = |one: &Value| format!("{}{}", higher_ranked(one), path(&one["trait"]));
            let traits: Vec<_> = array(&inner["traits"]).map(one).collect();
            let lifetime = text(&inner["lifetime"]);
            let lifetime = if lifetime.is_empty() { "" } else { &format!(" + {lifetime}") };
            format!("(dyn {}{lifetime})", traits.join(" + "))
        }
        ("function_pointer", inner) => {
            let inputs = join(array(&inner["sig"]["inputs"]), |input| ty(&input[1]));
            format!("{}fn({inputs}) -> {}", higher_ranked(inner), ty(&inner["sig"]["output"]))
        }
        ("qualified_path", inner) => {
            let name = format!("{}{}", text(&inner["name"]), args(&inner["args"]));
            match text(&inner["trait"]["path"]) {
                "" => format!("{}::{name}", ty(&inner["self_type"])),
                _ => format!("<{} as {}>::{name}", ty(&inner["self_type"]), path(&inner["trait"])),
            }
        }
        // Rare kinds are printed as JSON.
        _ => json.to_string(),
    }
}
