#!/bin/sh
# After the package is gone. Data, the group and its members stay: they are the shop's.
set -e
[ "$1" = upgrade ] && exit 0
update-alternatives --remove cashier-station /opt/cashier-station/cashier-station || true
rm -f /etc/apparmor.d/cashier-station
if command -v udevadm >/dev/null; then udevadm control --reload || true; fi
