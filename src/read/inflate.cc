// SPDX-License-Identifier: Apache-2.0
#include "read/inflate.h"

#include <zlib.h>
#include <zstd.h>

#include <fmt/format.h>

#include <array>
#include <memory>

namespace casus {
namespace {

constexpr std::string_view kGzip = "\x1F\x8B";
constexpr std::string_view kZstd = "\x28\xB5\x2F\xFD";

Error too_large(size_t limit) {
  return {ErrorCode::Limit, fmt::format("unpacks to more than the {} bytes allowed for one document; unpack and split it", limit), ""};
}

Result<std::string> inflate_gzip(std::string_view bytes, size_t limit) {
  std::string out;
  std::array<char, 1 << 16> buffer;
  while (!bytes.empty() && bytes.starts_with(kGzip)) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return Error{ErrorCode::Limit, "cannot be unpacked: there is no memory left", ""};
    std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&stream, &inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(std::min<size_t>(bytes.size(), UINT_MAX));
    int status = Z_OK;
    while (status == Z_OK) {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      status = ::inflate(&stream, Z_NO_FLUSH);
      out.append(buffer.data(), buffer.size() - stream.avail_out);
      if (out.size() > limit) return too_large(limit);
    }
    if (status != Z_STREAM_END) return Error{ErrorCode::Corrupt, "is a broken gzip file; fetch it again", ""};
    bytes.remove_prefix(bytes.size() - stream.avail_in);
  }
  return out;
}

Result<std::string> inflate_zstd(std::string_view bytes, size_t limit) {
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(), &ZSTD_freeDStream);
  ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, 27);
  std::string out;
  std::array<char, 1 << 16> buffer;
  ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
  size_t rest = 1;
  while (input.pos < input.size) {
    ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
    rest = ZSTD_decompressStream(stream.get(), &output, &input);
    if (ZSTD_isError(rest)) return Error{ErrorCode::Corrupt, std::string("is a broken zstd file (") + ZSTD_getErrorName(rest) + "); fetch it again", ""};
    out.append(buffer.data(), output.pos);
    if (out.size() > limit) return too_large(limit);
  }
  for (ZSTD_outBuffer output{buffer.data(), buffer.size(), buffer.size()}; rest > 0 && output.pos == output.size;) {
    output.pos = 0;
    rest = ZSTD_decompressStream(stream.get(), &output, &input);
    if (ZSTD_isError(rest)) break;
    out.append(buffer.data(), output.pos);
    if (out.size() > limit) return too_large(limit);
  }
  if (rest != 0) return Error{ErrorCode::Corrupt, "is a zstd file that ends too early; fetch it again", ""};
  return out;
}

}  // namespace

bool is_compressed(std::string_view bytes) { return bytes.starts_with(kGzip) || bytes.starts_with(kZstd); }

Result<std::string> inflate(std::string_view bytes, size_t limit) {
  return bytes.starts_with(kZstd) ? inflate_zstd(bytes, limit) : inflate_gzip(bytes, limit);
}

}  // namespace casus
