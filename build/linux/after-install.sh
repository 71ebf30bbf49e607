#!/bin/sh
# After the package is unpacked: the command, the sandbox, the group and rules for devices. Runs again at each update.
set -e
home=/opt/cashier-station

update-alternatives --install /usr/bin/cashier-station cashier-station $home/cashier-station 100

# Chromium confines its pages by user namespaces; where the kernel gives none, by this helper.
if unshare --user true 2>/dev/null; then mode=0755; else mode=4755; fi
chmod $mode $home/chrome-sandbox

# Ubuntu 24 and later allow user namespaces to programs with a profile only.
profile=$home/resources/apparmor-profile
if command -v apparmor_parser >/dev/null && apparmor_parser --skip-kernel-load --debug $profile >/dev/null 2>&1; then
  cp -f $profile /etc/apparmor.d/cashier-station
  apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/cashier-station || true
fi

# Whoever works the till under an account of its own is put into this group by IT.
getent group cashier >/dev/null || groupadd --system cashier
if command -v udevadm >/dev/null; then
  udevadm control --reload || true
  udevadm trigger --subsystem-match=usb --subsystem-match=usbmisc --subsystem-match=hidraw || true
fi
