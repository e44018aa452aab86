"""Kernels: reached over sockets in the file system, where the machine has them, rather than over ports.

A port is chosen before its kernel starts; whoever takes it in between makes the kernel fail. As a plugin of
pytest (``-p analysis.site.kernels``) this module gives nbval the same kernels.
"""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

import zmq
from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import default


class _Socketed(KernelManager):
    @default("transport")
    def _choose_transport(self) -> str:
        return "ipc" if zmq.has("ipc") else "tcp"

    @default("transport_encryption")
    def _choose_encryption(self) -> str:
        return "auto" if self.transport == "tcp" and zmq.has("curve") else "disabled"

    @default("ip")
    def _choose_address(self) -> str:
        if self.transport == "tcp":
            return "127.0.0.1"
        return str(Path(tempfile.gettempdir()) / f"diptych-{uuid.uuid4().hex[:12]}")  # 100 bytes at most


class SocketedKernelManager(_Socketed):
    """Starts a kernel for nbval."""


class AsyncSocketedKernelManager(_Socketed, AsyncKernelManager):
    """Starts a kernel for nbclient."""


def pytest_configure() -> None:
    """Give nbval these kernels: it asks its own module for them, and has no option."""
    import nbval.kernel

    nbval.kernel.KernelManager = SocketedKernelManager
