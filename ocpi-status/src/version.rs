//! The versions of the OCPI standard.

use core::fmt;
use core::str::FromStr;

use serde_core::de::{self, Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

/// A version of the OCPI standard, ordered from the oldest to the newest.
///
/// Status codes came with different versions; see [`ErrorCode::for_version`].
///
/// ```
/// use ocpi_status::Version;
///
/// let version: Version = "2.1.1".parse()?;
/// assert_eq!(version, Version::V2_1_1);
/// assert!(version < Version::V2_2_1);
/// assert_eq!(version.to_string(), "2.1.1");
/// # Ok::<(), ocpi_status::ParseVersionError>(())
/// ```
///
/// Names as in the `VersionNumber` enum, chapter "Versions module", OCPI 2.3.0.
///
/// [`ErrorCode::for_version`]: crate::ErrorCode::for_version
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Version {
    /// OCPI 2.0.
    V2_0,
    /// OCPI 2.1, deprecated in favor of 2.1.1.
    V2_1,
    /// OCPI 2.1.1.
    V2_1_1,
    /// OCPI 2.2, deprecated in favor of 2.2.1.
    V2_2,
    /// OCPI 2.2.1.
    V2_2_1,
    /// OCPI 2.3.0.
    V2_3_0,
}

impl Version {
    /// Every version that this crate knows, from the oldest to the newest.
    pub const ALL: &'static [Self] =
        &[Self::V2_0, Self::V2_1, Self::V2_1_1, Self::V2_2, Self::V2_2_1, Self::V2_3_0];

    /// The last of [`ALL`](Self::ALL).
    pub(crate) const NEWEST: Self = Self::V2_3_0;

    /// Returns the version as it is written on the wire, such as `"2.2.1"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2_0 => "2.0",
            Self::V2_1 => "2.1",
            Self::V2_1_1 => "2.1.1",
            Self::V2_2 => "2.2",
            Self::V2_2_1 => "2.2.1",
            Self::V2_3_0 => "2.3.0",
        }
    }

    /// Compares in const context, where `PartialOrd` cannot be called.
    pub(crate) const fn is_at_least(self, other: Self) -> bool {
        self as u8 >= other as u8
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Version {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|version| version.as_str() == text)
            .ok_or(ParseVersionError(()))
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(VersionVisitor)
    }
}

struct VersionVisitor;

impl de::Visitor<'_> for VersionVisitor {
    type Value = Version;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an OCPI version such as \"2.2.1\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Version, E> {
        text.parse().map_err(E::custom)
    }
}

/// The error of parsing a [`Version`]: the text is not a version that this crate knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseVersionError(());

impl fmt::Display for ParseVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown OCPI version, expected one of ")?;
        for (index, version) in Version::ALL.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(version.as_str())?;
        }
        Ok(())
    }
}

impl core::error::Error for ParseVersionError {}
