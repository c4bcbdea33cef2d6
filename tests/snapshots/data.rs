#[ocpi(code = 2001)]
struct Invalid<'a, T: Problem + 'a = Path, const N: usize = 1>
where
    T: Copy,
{
    #[ocpi(data)]
    problems: &'a [T; N],
}
