// SPDX-License-Identifier: GPL-3.0-or-later
// From a photo to its code: photo, faces, crop, encoding. Testable without a window.
#pragma once

#include <QImage>
#include <QObject>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "core/engine/types.h"
#include "core/face/align.h"
#include "ui/kit/message.h"

namespace bplf {
class Error;
}

namespace bplf::ui {

class EngineBridge;

/// Each step starts the next one. A new photo, box or margin overtakes older work: replies of older
/// work are dropped. A failure raises a message and leaves everything as it was.
class EncodeModel : public QObject {
    Q_OBJECT

  public:
    enum class Stage { kPhoto, kFace, kCrop, kEncode, kUse };

    explicit EncodeModel(EngineBridge* bridge, QObject* parent = nullptr);

    void openPhoto(const QString& path);
    void openImage(const QImage& image, const QString& name);

    bool hasPhoto() const { return !m_photo->empty(); }
    const QString& photoName() const { return m_name; }
    /// Empty for a picture that is no file.
    const QString& photoPath() const { return m_path; }
    /// Of the photo's pixels; empty without one.
    const QString& photoHash() const { return m_hash; }
    /// Opens a photo and, once its faces are known, takes this crop: a face by its place among them, or else the box.
    struct Crop {
        int face = 0;
        QRectF box;
        double roll = 0;
    };
    void openPhotoAgain(const QString& path, const Crop& crop);
    /// Pictures that never were files are kept in memory, the last few of them.
    bool wasPasted(const QString& hash) const;
    /// Precondition: wasPasted(hash).
    void openPastedAgain(const QString& hash, const Crop& crop);
    void forgetPasted(const QStringList& hashes);
    /// The file of the photo that is open lies elsewhere by now.
    void movedTo(const QString& path);
    /// Takes a crop of the photo that is open.
    void takeCrop(const Crop& crop);
    /// The photo and all that comes of it are no longer here.
    void close();
    const Image& photo() const { return *m_photo; }
    const std::shared_ptr<const Image>& sharedPhoto() const { return m_photo; }
    /// Where the crop lies in the photo. Precondition: there is a box and a model.
    CropSquare cropSquare() const;
    /// The photo for the screen, at most 2048 pixels wide or high.
    const QImage& preview() const { return m_preview; }

    const std::vector<Face>& faces() const { return m_faces; }
    /// Whether faces were looked for in this photo, so that none means that it has none.
    bool isSearched() const { return m_isSearched; }
    /// Of the model that crops are made for; null while none is loaded.
    const ModelInfo* modelInfo() const;
    /// Index into faces(), or -1 while a hand-drawn box or nothing is used.
    int chosenFace() const { return m_chosen; }
    const std::optional<Face>& box() const { return m_box; }
    void chooseFace(int index);
    /// A box in pixels of the photo; made square.
    void setBox(const QRectF& box);
    /// The largest square in the photo's middle.
    void useCentre();
    const FaceOptions& options() const { return m_options; }
    void setDetector(const QString& detector);

    double margin() const { return m_margin; }
    void setMargin(double margin);
    double roll() const { return m_roll; }
    void setRoll(double degrees);
    const Image& crop() const { return m_crop; }
    /// The largest of the model's sizes that the face has pixels for. Precondition: as of cropSquare().
    int sizeInPhoto() const;
    /// Takes the face at one of the model's sizes, with or without its colour, draws the rest from a seed, and opens
    /// the result in the photo's place.
    void drawMissing(int given, bool drawsColour, quint64 seed);

    /// Empty = the most likely label.
    const LabelMix& label() const { return m_label; }
    void setLabel(const LabelMix& label);
    const std::optional<Encoding>& encoding() const { return m_encoding; }
    /// Where the photo came from, for the latent's metadata.
    Latent latentForSaving() const;

    bool isBusy() const { return m_busy > 0 || m_cropRunning; }
    /// How far it got.
    Stage reached() const;
    /// Another model is current: the crop is made for its size and encoded anew.
    void modelChanged();

  Q_SIGNALS:
    void changed();
    void photoOpened();
    void facesFound();
    void encoded();
    void messageRaised(const bplf::ui::Message& message);
    void busyChanged();

  private:
    struct Opened {
        std::shared_ptr<const Image> photo;
        QImage preview;
        std::string hash;
        std::string warning;  ///< of read_photo()
    };
    struct Pasted {
        Opened opened;
        QString name;
    };
    void takePhoto(const Opened& opened, const QString& name, const QString& path = {});
    void keepPasted(const Opened& opened, const QString& name);
    void takeDrawn(const Completed& completed, const QString& name, quint64 seed);
    void warnOf(const std::string& flaw, const QString& name);
    void startAnew();
    void findFaces();
    void takeFaces(const std::vector<Face>& faces);
    void takeNoSearch(const Error& error);
    void useBox(const Face& box, int index);
    void makeCrop();
    void encodeCrop();
    void begin();
    void end();

    EngineBridge* m_bridge;
    quint64 m_generation = 0;  ///< of the photo; replies for another one are dropped
    quint64 m_encodeRun = 0;
    int m_busy = 0;
    bool m_cropRunning = false, m_cropAgain = false;
    QString m_name, m_path, m_hash;
    std::vector<Pasted> m_pasted;                                      ///< the newest last
    std::optional<Crop> m_wanted;                                      ///< for the photo that is being opened
    std::shared_ptr<const Image> m_photo = std::make_shared<Image>();  ///< never null; empty without a photo
    QImage m_preview;
    FaceOptions m_options;
    FaceOptions m_working;  ///< the last that found faces, or found that there are none
    bool m_isSearched = false;
    std::vector<Face> m_faces;
    int m_chosen = -1;
    std::optional<Face> m_box;
    double m_margin = 0, m_roll = 0;
    Image m_crop;
    LabelMix m_label;
    std::optional<Encoding> m_encoding;
};

}  // namespace bplf::ui
