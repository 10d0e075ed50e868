/**
 * The packages that reach out to the system, in the form of `go-signatures.ts`. Of syscall, fields whose width depends on
 * the platform are left out.
 */
export const systemSignatures: Readonly<Record<string, string>> = {
  context: `
    (Context, CancelFunc): WithTimeout
    (time.Time, bool): Context.Deadline
    <-chan struct{}: Context.Done
    Context: Background
    any: Context.Value
    error: Context.Err
  `,
  io: `
    (*PipeReader, *PipeWriter): Pipe
    ([]byte, error): ReadAll
    (int, error): ReadCloser.Read ReadFull ReadSeeker.Read ReadWriteCloser.Read ReadWriteCloser.Write
    (int, error): Reader.Read ReaderAt.ReadAt WriteCloser.Write WriteString Writer.Write WriterAt.WriteAt
    (int64, error): Copy CopyN ReadSeeker.Seek Seeker.Seek
    error: Closer.Close ReadCloser.Close ReadWriteCloser.Close WriteCloser.Close
    = error: EOF ErrShortBuffer ErrShortWrite ErrUnexpectedEOF
    = int: SeekCurrent
  `,
  'io/fs': `
    (FS, error): Sub
    (File, error): FS.Open
    (FileInfo, error): DirEntry.Info File.Stat Lstat Stat
    ([]DirEntry, error): ReadDir
    ([]byte, error): ReadFile
    (int, error): File.Read
    FileMode: DirEntry.Type FileInfo.Mode FileMode.Perm FileMode.Type
    any: FileInfo.Sys
    bool: DirEntry.IsDir FileInfo.IsDir FileMode.IsDir FileMode.IsRegular PathError.Timeout
    error: File.Close PathError.Unwrap WalkDir
    int64: FileInfo.Size
    string: DirEntry.Name FileInfo.Name FileMode.String PathError.Error
    time.Time: FileInfo.ModTime
    = FileMode: ModeCharDevice ModeDevice ModeNamedPipe ModeSocket ModeSymlink
    = error: ErrClosed ErrInvalid ErrNotExist ErrPermission PathError.Err
    = string: PathError.Op PathError.Path
    type FileMode uint32
  `,
  'io/ioutil': `
    (*os.File, error): TempFile
    ([]byte, error): ReadAll ReadFile
    ([]io/fs.FileInfo, error): ReadDir
    (string, error): TempDir
    error: WriteFile
  `,
  net: `
    (*Interface, error): InterfaceByIndex InterfaceByName
    (*UnixAddr, error): ResolveUnixAddr
    (*UnixConn, error): ListenUnixgram
    (*os.File, error): UnixConn.File
    (Conn, Conn): Pipe
    (Conn, error): Dial Listener.Accept
    (IP, *IPNet, error): ParseCIDR
    (Listener, error): Listen
    ([]Addr, error): Interface.Addrs
    ([]Interface, error): Interfaces
    ([]byte, error): IP.MarshalText
    (int, error): Buffers.Read Conn.Read Conn.Write UnixConn.Read UnixConn.Write UnixConn.WriteTo
    (int, int): IPMask.Size
    (int, int, error): UnixConn.WriteMsgUnix
    (int64, error): Buffers.WriteTo
    (syscall.RawConn, error): UnixConn.SyscallConn
    Addr: Conn.LocalAddr Conn.RemoteAddr Listener.Addr UnixConn.LocalAddr UnixConn.RemoteAddr
    IP: IP.Mask IP.To16 IP.To4 ParseIP
    IPMask: CIDRMask
    bool: Error.Timeout IP.Equal IPNet.Contains OpError.Timeout
    error: Conn.Close Conn.SetDeadline Conn.SetReadDeadline Conn.SetWriteDeadline IP.UnmarshalText
    error: Listener.Close OpError.Unwrap UnixConn.Close UnixConn.SetDeadline UnixConn.SetReadDeadline
    error: UnixConn.SetWriteDeadline
    string: Addr.String Error.Error Flags.String HardwareAddr.String IP.String IPMask.String IPNet.String
    string: OpError.Error UnixAddr.String
    = Addr: OpError.Source OpError.Addr
    = Flags: FlagBroadcast FlagLoopback FlagMulticast FlagPointToPoint FlagRunning FlagUp Interface.Flags
    = HardwareAddr: Interface.HardwareAddr
    = IP: IPNet.IP
    = IPMask: IPNet.Mask
    = error: ErrClosed OpError.Err
    = int: Interface.Index Interface.MTU
    = string: Interface.Name OpError.Op OpError.Net UnixAddr.Name UnixAddr.Net
    = int: IPv4len IPv6len
    type Buffers [][]byte
    type Flags uint
    type HardwareAddr []byte
    type IP []byte
    type IPMask []byte
  `,
  os: `
    (*File, *File, error): Pipe
    (*File, error): Create CreateTemp Open OpenFile Root.Create Root.Open Root.OpenFile
    (*Process, error): FindProcess StartProcess
    (*ProcessState, error): Process.Wait
    (FileInfo, error): File.Stat Lstat Root.Lstat Root.Stat Stat
    ([]DirEntry, error): File.ReadDir ReadDir
    ([]byte, error): ReadFile Root.ReadFile
    ([]string, error): File.Readdirnames
    (int, error): File.Read File.ReadAt File.Write File.WriteAt File.WriteString
    (int64, error): File.Seek File.WriteTo
    (string, bool): LookupEnv
    (string, error): Executable Hostname MkdirTemp Readlink Root.Readlink
    (syscall.RawConn, error): File.SyscallConn
    *File: NewFile
    []string: Environ
    bool: IsExist IsNotExist IsTimeout SyscallError.Timeout
    error: Chmod Chtimes File.Chmod File.Close File.SetDeadline File.SetReadDeadline File.SetWriteDeadline
    error: File.Sync Link Mkdir MkdirAll NewSyscallError Process.Kill Process.Release Process.Signal Remove
    error: RemoveAll Rename Root.Chmod Root.Chtimes Root.Close Root.Link Root.Mkdir Root.MkdirAll Root.Remove
    error: Root.RemoveAll Root.Rename Root.Symlink Root.WriteFile Setenv Symlink SyscallError.Unwrap Unsetenv
    error: WriteFile
    int: Geteuid Getgid Getpagesize Getpid Getuid
    io/fs.FS: Root.FS
    string: File.Name Getenv Root.Name Signal.String SyscallError.Error TempDir
    uintptr: File.Fd
    = *File: Stderr Stdin Stdout
    = *syscall.SysProcAttr: ProcAttr.Sys
    = Signal: Kill
    = []*File: ProcAttr.Files
    = []string: Args ProcAttr.Env
    = error: ErrClosed ErrDeadlineExceeded ErrInvalid ErrNotExist ErrPermission SyscallError.Err
    = int: Process.Pid
    = io/fs.FileMode: ModeCharDevice ModeDevice ModeNamedPipe ModeSocket ModeSymlink
    = string: ProcAttr.Dir SyscallError.Syscall
    = rune: PathSeparator
    type DirEntry=io/fs.DirEntry
    type FileInfo=io/fs.FileInfo
    type FileMode=io/fs.FileMode
    type PathError=io/fs.PathError
  `,
  'os/exec': `
    ([]byte, error): Cmd.CombinedOutput Cmd.Output
    (io.ReadCloser, error): Cmd.StdoutPipe
    (io.WriteCloser, error): Cmd.StdinPipe
    (string, error): LookPath
    *Cmd: Command
    []string: Cmd.Environ
    error: Cmd.Run Cmd.Start Cmd.Wait Error.Unwrap
    string: Cmd.String Error.Error
    = *os.Process: Cmd.Process
    = *syscall.SysProcAttr: Cmd.SysProcAttr
    = []string: Cmd.Args Cmd.Env
    = error: Cmd.Err ErrNotFound Error.Err
    = io.Reader: Cmd.Stdin
    = io.Writer: Cmd.Stdout Cmd.Stderr
    = string: Cmd.Path Cmd.Dir Error.Name
  `,
  path: `
    (bool, error): Match
    (string, string): Split
    string: Base Dir Ext Join
  `,
  'path/filepath': `
    (bool, error): Match
    (string, error): Abs Rel
    (string, string): Split
    bool: HasPrefix
    error: Walk WalkDir
    string: Base Dir Ext Join
  `,
  sync: `
    (any, bool): Map.Load Map.LoadAndDelete Map.Swap
    any: Pool.Get
    bool: Map.CompareAndSwap
    = func() any: Pool.New
    func OnceValue(func() T) func() T
    func OnceValues(func() (T, V)) func() (T, V)
  `,
  'sync/atomic': `
    *T: Pointer.Load Pointer.Swap
    any: Value.Load Value.Swap
    bool: Bool.CompareAndSwap Bool.Load Bool.Swap CompareAndSwapInt32 CompareAndSwapUint32
    bool: Int32.CompareAndSwap Int64.CompareAndSwap Pointer.CompareAndSwap Uint32.CompareAndSwap
    bool: Uint64.CompareAndSwap Uintptr.CompareAndSwap Value.CompareAndSwap
    int32: AddInt32 Int32.Add Int32.Load Int32.Swap LoadInt32
    int64: AddInt64 Int64.Add Int64.Load Int64.Swap LoadInt64
    uint32: AddUint32 LoadUint32 Uint32.Add Uint32.Load Uint32.Swap
    uint64: LoadUint64 Uint64.Add Uint64.Load Uint64.Swap
    uintptr: Uintptr.Add Uintptr.Load Uintptr.Swap
    unsafe.Pointer: LoadPointer
  `,
  syscall: `
    (*byte, error): BytePtrFromString
    (RawConn, error): Conn.SyscallConn
    (Sockaddr, error): Getsockname
    (Time_t, error): Time
    ([2]int, error): Socketpair
    ([]NetlinkMessage, error): ParseNetlinkMessage
    ([]NetlinkRouteAttr, error): ParseNetlinkRouteAttr
    ([]SocketControlMessage, error): ParseSocketControlMessage
    ([]byte, error): ByteSliceFromString Mmap NetlinkRIB
    ([]int, error): ParseUnixRights
    (int, Sockaddr, error): Accept Recvfrom
    (int, error): Dup EpollCreate1 EpollWait InotifyAddWatch InotifyInit InotifyInit1 Open Openat Read
    (int, error): ReadDirent Readlink Select Sendfile Socket Write
    (int, int, []string): ParseDirent
    (int, int, int, Sockaddr, error): Recvmsg
    (int, uintptr, error): StartProcess
    (int64, error): Seek
    (int64, int64): Timespec.Unix Timeval.Unix
    (string, bool): Getenv
    (uintptr, uintptr, Errno): AllThreadsSyscall RawSyscall RawSyscall6 Syscall Syscall6
    Timeval: NsecToTimeval
    []byte: UnixRights
    []string: Environ
    bool: Errno.Is Errno.Timeout
    error: Bind Chmod Close Connect EpollCtl Exec Faccessat Fstat Fsync Kill Link Listen Lstat Mkdir Mkfifo
    error: Mknod Munmap Pipe Pipe2 Rename Sendmsg Sendto SetNonblock Setegid Setenv Seteuid Setgid Setgroups
    error: Setregid Setresgid Setresuid Setreuid Setrlimit SetsockoptInt Setuid Stat Statfs Symlink Tgkill
    error: Uname Unlink Unmount Unsetenv Unshare Utime UtimesNano
    int: CmsgLen CmsgSpace Geteuid Getgid Getpagesize Getpid Gettid Getuid
    int64: Timespec.Nano Timeval.Nano
    string: Errno.Error Signal.String
    = *Iovec: Msghdr.Iov
    = *SockFilter: SockFprog.Filter
    = *SysProcAttr: ProcAttr.Sys
    = *byte: Iovec.Base Msghdr.Name Msghdr.Control
    = Cmsghdr: SocketControlMessage.Header
    = NlMsghdr: NetlinkMessage.Header
    = RawSockaddr: RawSockaddrAny.Addr
    = RtAttr: NetlinkRouteAttr.Attr
    = Timeval: Rusage.Utime Rusage.Stime
    = string: ProcAttr.Dir
    type Errno uintptr
    type Signal int
  `,
  time: `
    (*Location, error): LoadLocation
    (Time, error): Parse ParseInLocation
    ([]byte, error): Time.MarshalBinary Time.MarshalJSON Time.MarshalText
    (int, Month, int): Time.Date
    (string, int): Time.Zone
    *Location: FixedZone Time.Location
    *Timer: NewTimer
    <-chan Time: After
    Duration: Duration.Abs Duration.Round Since Time.Sub Until
    Month: Time.Month
    Time: Date Now Time.Add Time.In Time.Local Time.Round Time.UTC Unix
    []byte: Time.AppendFormat
    bool: Time.After Time.Equal Time.IsZero
    error: Time.UnmarshalBinary Time.UnmarshalJSON Time.UnmarshalText
    float64: Duration.Seconds
    int: Time.Compare Time.Day Time.Hour Time.Minute Time.Nanosecond Time.Second Time.Year
    int64: Duration.Milliseconds Duration.Nanoseconds Time.Unix Time.UnixNano
    string: Duration.String Location.String Month.String Time.Format Time.GoString Time.String
    = *Location: Local UTC
    = Duration: Hour Microsecond Millisecond Minute Nanosecond Second
    = string: Layout RFC3339 UnixDate
    type Duration int64
    type Month int
  `,
};
