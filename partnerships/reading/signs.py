"""What speaks of a topic in an article, beside its names: signs for the reader alone, too wide to be searched by."""

# By the slug of the topic; parted by semicolons as its synonyms are.
SIGNS = {
    "ha-tang": (
        "hạ tầng;viễn thông;internet;wifi;mạng cáp;cáp ngầm;ngầm hóa;trạm thu phát sóng;BTS;truyền dẫn;"
        "băng thông rộng;máy chủ;lưu trữ;đám mây;data center;di động;lõm sóng;IPv6;thiết bị mạng;vệ tinh"
    ),
    "ung-dung-cntt": (
        "công nghệ thông tin;phần mềm;hệ thống thông tin;chứng thư số;họp trực tuyến;họp không giấy;"
        "hợp đồng điện tử;biên lai điện tử;cổng thông tin;tin nhắn;tổng đài;thư điện tử;ứng dụng di động"
    ),
    "chinh-quyen-dien-tu": (
        "chính quyền thông minh;kiến trúc chính quyền;liên thông văn bản;chỉ đạo, điều hành;chỉ đạo điều hành;"
        "báo cáo điện tử;hộ tịch;đất đai;không giấy tờ;hải quan điện tử"
    ),
    "cai-cach-hanh-chinh": (
        "hành chính;cấp phép;giấy phép;hồ sơ điện tử;số hóa hồ sơ;tiếp nhận hồ sơ;giải quyết hồ sơ;"
        "phản ánh, kiến nghị;phản ánh kiến nghị;công chứng;thủ tục"
    ),
    "an-toan-thong-tin": (
        "an ninh, an toàn;an toàn, an ninh;an ninh dữ liệu;bảo vệ dữ liệu;dữ liệu cá nhân;an toàn hệ thống;"
        "mã độc;xấu độc;tin giả;lừa đảo;sự cố mạng;ứng cứu sự cố;sao lưu;không gian mạng;tội phạm mạng;"
        "tội phạm công nghệ cao"
    ),
    "nguon-nhan-luc": (
        "lớp học;khóa học;tuyển dụng;việc làm;kiến tập;nhân sự;kỹ năng;học viên;hội thảo;bình dân học vụ số;"
        "tổ công nghệ số;đội ngũ"
    ),
    "cong-nghiep-cntt": (
        "công nghiệp công nghệ số;khu công nghệ cao;công viên phần mềm;khu phần mềm;chip;robot;"
        "máy bay không người lái;trợ lý ảo;đổi mới sáng tạo;khởi nghiệp;phòng thí nghiệm;phòng lab;"
        "khoa học, công nghệ;khoa học công nghệ;khoa học và công nghệ;trung tâm nghiên cứu"
    ),
    "do-thi-thong-minh": (
        "camera;trung tâm điều hành;điều hành đô thị;trật tự đô thị;chiếu sáng;cảm biến;phản ánh hiện trường;"
        "bãi đỗ xe;quan trắc;đô thị"
    ),
    "nong-nghiep-thong-minh": (
        "OCOP;đặc sản;tưới;mùa vụ;sâu bệnh;hợp tác xã;trang trại;lâm nghiệp;rừng;ao nuôi;vùng nuôi;nuôi trồng;"
        "ngư dân;cây trồng;vật nuôi;độ mặn;xâm nhập mặn;cảnh báo mặn;nhà nông;phân bón"
    ),
    "chuyen-doi-so": (
        "thương mại điện tử;thanh toán;ví điện tử;dữ liệu;số hóa;công dân số;bản đồ số;mã QR;VNeID;định danh;"
        "livestream;bán hàng trực tuyến;hộ kinh doanh;nền tảng;kiến trúc;blockchain;số liệu"
    ),
    "y-te": (
        "khám bệnh;chữa bệnh;bệnh nhân;người bệnh;viện phí;đơn thuốc;nhà thuốc;bệnh án;sức khỏe;tiêm chủng;"
        "bác sĩ;y khoa;xét nghiệm;telehealth;phòng bệnh;chống dịch;điều trị;BHYT"
    ),
    "giao-duc": (
        "giáo viên;dạy học;học tập;bài giảng;thư viện;học phí;tuyển sinh;sổ liên lạc;giáo trình;học liệu;mầm non;"
        "tiểu học;phòng máy;phụ huynh;nghiên cứu khoa học;đề tài;học thuật;cơ sở đào tạo;liên cấp;đại học"
    ),
    "vien-thong-cong-ich": "công ích;vùng sâu;phổ cập dịch vụ",
    "tuyen-truyen": (
        "nhận thức;tuyên truyền;phổ biến;phát thanh;truyền thanh;truyền hình;báo chí;cuộc thi;tìm hiểu;xúc tiến;tọa đàm"
    ),
    "du-lich": ("khách du lịch;lưu trú;khách sạn;tham quan;di tích;di sản;bảo tàng;lễ hội;điểm đến;vé điện tử;văn hóa"),
    "giao-thong": (
        "xe buýt;bến xe;đường sắt;hàng không;cảng biển;cửa khẩu;tín hiệu đèn;đèn tín hiệu;thu phí;phương tiện;"
        "vận chuyển;bưu chính;hành trình;xuất nhập khẩu"
    ),
    "cong-nghiep": "khu công nghiệp;cụm công nghiệp;nhà máy;sản xuất;chế biến;năng lượng;khoáng sản;dệt may",
    "hop-tac-khac": (
        "vay vốn;lãi suất;tài trợ;ủng hộ;an sinh;hộ nghèo;phúc lợi;khuyến mại;giảm cước;miễn cước;giảm giá;"
        "giá cước;quỹ đất;đầu mối;tổ công tác;giao ban;trả lương;dòng tiền;bảo lãnh;bảo hiểm;tạo điều kiện;"
        "thuận lợi;vốn đối ứng"
    ),
}
