//! The keys, and where they may stand.

use syn::Ident;

/// Where an attribute stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Enum,
    Struct,
    Variant,
    Field,
}

impl Place {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Enum => "the enum",
            Self::Struct => "the struct",
            Self::Variant => "a variant",
            Self::Field => "a field",
        }
    }
}

/// What can be written in an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Code,
    Http,
    Message,
    Data,
    Header,
    Transparent,
    Doc,
    Version,
    Crate,
    Web,
}

impl Key {
    pub(crate) const ALL: [Self; 10] = [
        Self::Code,
        Self::Http,
        Self::Message,
        Self::Data,
        Self::Header,
        Self::Transparent,
        Self::Doc,
        Self::Version,
        Self::Crate,
        Self::Web,
    ];

    pub(crate) fn name(self) -> &'static str {
        let example = self.example();
        example.split_once(' ').map_or(example, |(name, _)| name)
    }

    /// How it is written, which begins with its name.
    pub(crate) const fn example(self) -> &'static str {
        match self {
            Self::Code => "code = 2001",
            Self::Http => "http = 404",
            Self::Message => "message = \"...\"",
            Self::Data => "data",
            Self::Header => "header = \"Retry-After\"",
            Self::Transparent => "transparent",
            Self::Doc => "doc = \"...\"",
            Self::Version => "version = \"2.2.1\"",
            Self::Crate => "crate = ::ocpi_status",
            Self::Web => "web = false",
        }
    }

    pub(crate) const fn places(self) -> &'static [Place] {
        match self {
            Self::Code => &[Place::Variant, Place::Struct, Place::Enum],
            Self::Http | Self::Message | Self::Doc => &[Place::Variant, Place::Struct],
            Self::Transparent => &[Place::Variant, Place::Struct, Place::Field],
            Self::Data | Self::Header => &[Place::Field],
            Self::Version | Self::Crate | Self::Web => &[Place::Enum, Place::Struct],
        }
    }

    pub(super) fn find(ident: &Ident) -> Option<Self> {
        // Each comparison of an identifier would ask the compiler for its text.
        let name = ident.to_string();
        Self::ALL.into_iter().find(|key| name == key.name())
    }
}

/// The key that another name stands for elsewhere.
pub(super) fn synonym(name: &str) -> Option<&'static str> {
    match name {
        "status" | "status_code" | "error_code" => Some("code"),
        "http_status" => Some("http"),
        "msg" | "text" | "display" => Some("message"),
        _ => None,
    }
}
