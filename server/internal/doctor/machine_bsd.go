//go:build darwin || freebsd

package doctor

import "syscall"

var networks = map[string]string{"nfs": "NFS", "smbfs": "SMB", "afpfs": "AFP", "webdav": "WebDAV"}

func network(folder string) string {
	var about syscall.Statfs_t
	if syscall.Statfs(folder, &about) != nil {
		return ""
	}
	var name []byte
	for _, c := range about.Fstypename {
		if c == 0 {
			break
		}
		name = append(name, byte(c))
	}
	return networks[string(name)]
}
