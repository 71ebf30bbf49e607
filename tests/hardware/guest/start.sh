# The first program of the machine of the bench, in the host's file system: network, udev, and then the agent.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
setting() { busybox httpd -d "$(sed -n "s/.*station\.$1=\([^ ]*\).*/\1/p" /proc/cmdline)"; }
mkdir -p /dev/pts /dev/shm /run/udev
mount -t devpts devpts /dev/pts
mount -t tmpfs shm /dev/shm
busybox ifconfig lo 127.0.0.1 up
busybox ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up
busybox route add default gw 10.0.2.2
grep -q '^cashier:' /etc/group || echo 'cashier:x:990:' >>/etc/group
grep -q '^cashier:' /etc/passwd || echo 'cashier:x:990:990::/tmp:/bin/sh' >>/etc/passwd
for daemon in /usr/lib/systemd/systemd-udevd /lib/systemd/systemd-udevd; do
  if [ -x $daemon ]; then $daemon --daemon && break; fi
done
udevadm trigger --action=add --subsystem-match=hidraw --subsystem-match=input
exec "$(setting node)" "$(setting agent)"
