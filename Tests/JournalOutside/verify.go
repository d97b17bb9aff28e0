// Verifies what the journal hands to outsiders, by code that is not this project's: note and tlog of
// golang.org/x/mod/sumdb, on which C2SP's signed-note and tlog-tiles are modelled.
//
//	usage: GO111MODULE=off go run Tests/JournalOutside/verify.go FOLDER
//
// FOLDER is what `journal-bench export` writes. Ours here is only what finds and splits the files: the
// checkpoint's three lines, the entry bundles, the proof files. Every hash, signature, tile and proof is
// checked by the packages named above.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var folder string

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: verify FOLDER")
		os.Exit(2)
	}
	folder = os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read("verifier-key"))))
	check(err)
	tree := open(read("log/checkpoint"), verifier)
	entries := checkEntries(tree)
	inclusions := checkInclusions(entries, verifier)
	consistencies := checkConsistencies(verifier)
	fmt.Printf("verified: %d entries, %d inclusion proofs, %d consistency proofs\n",
		len(entries), inclusions, consistencies)
}

// The tree that a signed checkpoint vouches for.
func open(message []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		fail("the checkpoint is not three lines of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

// The entries, each of which must have the hash that authenticated tiles give it.
func checkEntries(tree tlog.Tree) [][]byte {
	reader := tlog.TileHashReader(tree, tiles{})
	var entries [][]byte
	for n := int64(0); n < tree.N; n += 256 {
		width := tree.N - n
		if width > 256 {
			width = 256
		}
		path := tlog.Tile{H: 8, L: 0, N: n / 256, W: int(width)}.Path()
		bundle := read("log/tile/entries/" + strings.TrimPrefix(path, "tile/8/0/"))
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, n+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		check(err)
		for _, hash := range hashes {
			if len(bundle) < 2 {
				fail("a bundle ends too early")
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if len(bundle) < end {
				fail("an entry is longer than its bundle")
			}
			entry := bundle[2:end]
			bundle = bundle[end:]
			if tlog.RecordHash(entry) != hash {
				fail(fmt.Sprintf("entry %d has another hash", len(entries)))
			}
			entries = append(entries, entry)
		}
		if len(bundle) != 0 {
			fail("a bundle has more than its entries")
		}
	}
	return entries
}

func checkInclusions(entries [][]byte, verifier note.Verifier) int {
	files := list("inclusion")
	for _, file := range files {
		head, checkpoint := split(read(file))
		tree := open(checkpoint, verifier)
		if head[0] != "c2sp.org/tlog-proof@v1" {
			fail(file + " is no tlog-proof")
		}
		rest := head[1:]
		if strings.HasPrefix(rest[0], "extra ") {
			extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest[0], "extra "))
			check(err)
			rest = rest[1:]
			index := number(rest[0], "index ")
			if string(extra) != string(entries[index]) {
				fail(file + " carries another entry")
			}
		}
		index := number(rest[0], "index ")
		check(tlog.CheckRecord(
			hashes(rest[1:]), tree.N, tree.Hash, index, tlog.RecordHash(entries[index])))
	}
	return len(files)
}

func checkConsistencies(verifier note.Verifier) int {
	files := list("consistency")
	for _, file := range files {
		head, checkpoint := split(read(file))
		tree := open(checkpoint, verifier)
		old := number(head[0], "old ")
		root, err := tlog.ParseHash(strings.TrimSpace(string(read(fmt.Sprintf("roots/%d", old)))))
		check(err)
		check(tlog.CheckTree(hashes(head[1:]), tree.N, tree.Hash, old, root))
	}
	return len(files)
}

// The lines before the first empty one, and what follows it.
func split(bytes []byte) ([]string, []byte) {
	parts := strings.SplitN(string(bytes), "\n\n", 2)
	if len(parts) != 2 {
		fail("a proof has no checkpoint")
	}
	return strings.Split(parts[0], "\n"), []byte(parts[1])
}

func hashes(lines []string) []tlog.Hash {
	var all []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		check(err)
		all = append(all, hash)
	}
	return all
}

func number(line, key string) int64 {
	value, err := strconv.ParseInt(strings.TrimPrefix(line, key), 10, 64)
	check(err)
	return value
}

// Reads tiles for tlog, whose paths have the tile's height before the level.
type tiles struct{}

func (tiles) Height() int { return 8 }

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		all = append(all, read("log/tile/"+strings.TrimPrefix(tile.Path(), "tile/8/")))
	}
	return all, nil
}

func read(path string) []byte {
	bytes, err := os.ReadFile(filepath.Join(folder, path))
	check(err)
	return bytes
}

func list(name string) []string {
	found, err := os.ReadDir(filepath.Join(folder, name))
	if os.IsNotExist(err) {
		return nil
	}
	check(err)
	var paths []string
	for _, file := range found {
		paths = append(paths, name+"/"+file.Name())
	}
	return paths
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(says string) {
	fmt.Fprintln(os.Stderr, "does not verify: "+says)
	os.Exit(1)
}
