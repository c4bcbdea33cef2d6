enum AuthorizeError {
    /// No eMSP has issued the token.
    #[ocpi(code = 2004, http = 404)]
    UnknownToken { uid: String },
    #[ocpi(code = 2004)]
    ExpiredToken(Date),
    #[ocpi(code = 3000)]
    #[deprecated = "use ExpiredToken"]
    Database,
}
