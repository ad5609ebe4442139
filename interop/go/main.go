// Reads the records of an unpacked evidence file with Go's tlog and note libraries: the signed
// heads, every entry, every tile, and inclusion and consistency proofs made from our tiles.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var failed bool

func check(ok bool, name string) {
	if ok {
		fmt.Println("PASS", name)
		return
	}
	failed = true
	fmt.Println("FAIL", name)
}

func must(err error) {
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
}

// recordKey is the Ed25519 key that signs a party's records, from its card.
func recordKey(dir, party string) []byte {
	raw, err := os.ReadFile(filepath.Join(dir, "keys", strings.ToUpper(party)+".card"))
	must(err)
	var envelope struct{ Payload string }
	must(json.Unmarshal(raw, &envelope))
	body, err := base64.StdEncoding.DecodeString(envelope.Payload)
	must(err)
	var card struct{ Record struct{ Ed25519 string } }
	must(json.Unmarshal(body, &card))
	key, err := base64.StdEncoding.DecodeString(card.Record.Ed25519)
	must(err)
	return key
}

func vkey(name string, key []byte) string {
	blob := append([]byte{1}, key...)
	hash := sha256.Sum256(append([]byte(name+"\n"), blob...))
	return name + "+" + hex.EncodeToString(hash[:4]) + "+" + base64.StdEncoding.EncodeToString(blob)
}

func tilePath(folder string, level string, n, width int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if width < 256 {
		path += ".p/" + strconv.FormatInt(width, 10)
	}
	return filepath.Join(folder, "tile", level, path)
}

// reader gives tlog the tiles as files.
type reader struct{ folder string }

func (reader) Height() int { return 8 }

func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, t := range tiles {
		b, err := os.ReadFile(tilePath(r.folder, strconv.Itoa(t.L), t.N, int64(t.W)))
		if err != nil {
			return nil, err
		}
		data = append(data, b)
	}
	return data, nil
}

func (reader) SaveTiles([]tlog.Tile, [][]byte) {}

func log(dir, folder string) {
	raw, err := os.ReadFile(filepath.Join(folder, "origin"))
	must(err)
	origin := strings.TrimSpace(string(raw))
	verifier, err := note.NewVerifier(vkey(origin, recordKey(dir, strings.SplitN(origin, ".", 2)[0])))
	must(err)
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err == nil, origin+" checkpoint signature")
	must(err)
	_, err = note.Open(bytes.Replace(signed, []byte("\n"), []byte("x\n"), 1), note.VerifierList(verifier))
	check(err != nil, origin+" altered checkpoint refused")
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	var root tlog.Hash
	b, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	copy(root[:], b)
	tree := tlog.Tree{N: size, Hash: root}
	hashes := tlog.TileHashReader(tree, reader{folder})
	leaves := make([]tlog.Hash, 0, size)
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		bundle, err := os.ReadFile(tilePath(folder, "entries", n, width))
		must(err)
		for len(bundle) > 0 {
			length := binary.BigEndian.Uint16(bundle)
			leaves = append(leaves, tlog.RecordHash(bundle[2:2+int(length)]))
			bundle = bundle[2+int(length):]
		}
	}
	check(int64(len(leaves)) == size, origin+" number of entries")
	for i := int64(0); i < size; i++ {
		proof, err := tlog.ProveRecord(size, i, hashes)
		ok := err == nil && tlog.CheckRecord(proof, size, root, i, leaves[i]) == nil
		check(ok, fmt.Sprintf("%s entry %d included", origin, i))
	}
	for old := int64(1); old <= size; old++ {
		before, err := tlog.TreeHash(old, hashes)
		must(err)
		proof, err := tlog.ProveTree(size, old, hashes)
		ok := err == nil && tlog.CheckTree(proof, size, root, old, before) == nil
		check(ok, fmt.Sprintf("%s consistent from %d", origin, old))
	}
}

func main() {
	dir := os.Args[len(os.Args)-1]
	folders, err := filepath.Glob(filepath.Join(dir, "logs", "*"))
	must(err)
	check(len(folders) == 2, "two records")
	for _, folder := range folders {
		log(dir, folder)
	}
	if failed {
		os.Exit(1)
	}
}
