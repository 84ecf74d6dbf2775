"""A finished site copied to where others can read it: object storage, or any fsspec file system."""

from pathlib import Path

from fsmlib.programme.findings import FsmError


def copy_site(site: Path, url: str) -> None:
    """Copies what a reader needs, the index last; FsmError in Danish when it cannot be done."""
    try:
        import fsspec
    except ImportError:
        raise FsmError('Kopiering kræver fsspec: pip install "fsmlib[remote]".') from None
    try:
        target, root = fsspec.core.url_to_fs(url)
        files = sorted(
            path
            for path in site.rglob("*")
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(site).parts)
        )
        for path in sorted(files, key=lambda path: path == site / "index.html"):
            name = f"{root.rstrip('/')}/{path.relative_to(site).as_posix()}"
            target.makedirs(name.rpartition("/")[0], exist_ok=True)
            target.put_file(str(path), name)
    except (ImportError, OSError, ValueError) as error:
        raise FsmError(f"Siderne er lavet, men kunne ikke kopieres til {url}: {error}") from None
