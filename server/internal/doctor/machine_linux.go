package doctor

import "syscall"

// networks are the file systems over a network, by the numbers of statfs(2).
var networks = map[int64]string{
	0x6969: "NFS", 0xff534d42: "CIFS", 0xfe534d42: "SMB", 0x517b: "SMB", 0x01021997: "9P", 0x00c36400: "Ceph", 0x5346414f: "AFS", 0x47504653: "GPFS",
}

func network(folder string) string {
	var about syscall.Statfs_t
	if syscall.Statfs(folder, &about) != nil {
		return ""
	}
	return networks[int64(about.Type)&0xffffffff] //nolint:unconvert // it has 32 bits on some machines
}
